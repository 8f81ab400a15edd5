package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/smgen/smgen/internal/review"
)

// write writes the report in the format that was asked for.
func (o *diffOptions) write(dir string, r *review.Review) error {
	out := &destination{Writer: o.env.stdout}
	if o.file != "" && o.file != "-" {
		at := o.file
		if !filepath.IsAbs(at) {
			at = filepath.Join(dir, at)
		}
		var err error
		if out, err = createDestination(o.file, at); err != nil {
			return err
		}
	}
	defer out.discard()
	if err := o.writeAs(out, r, out.file == nil); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := out.commit(); err != nil {
		return err
	}
	if o.format.value == "github" {
		return o.tellGitHub(r)
	}
	return nil
}

// tellGitHub adds the report to the summary of the step, and the outputs to its
// outputs, where the runner names files for them.
func (o *diffOptions) tellGitHub(r *review.Review) error {
	for variable, format := range map[string]interface {
		Write(io.Writer, *review.Review) error
	}{"GITHUB_STEP_SUMMARY": review.Markdown{}, "GITHUB_OUTPUT": review.GitHubOutputs{}} {
		name := o.env.getenv(variable)
		if name == "" {
			continue
		}
		var text bytes.Buffer
		if err := format.Write(&text, r); err != nil {
			return err
		}
		if err := appendTo(name, text.Bytes()); err != nil {
			return fmt.Errorf("add to the file that %s names: %w", variable, err)
		}
	}
	return nil
}

func appendTo(name string, text []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

func (o *diffOptions) writeAs(w io.Writer, r *review.Review, toStdout bool) error {
	switch o.format.value {
	case "json":
		return review.JSON{}.Write(w, r)
	case "markdown", "github":
		return review.Markdown{}.Write(w, r)
	case "gitlab":
		return review.GitLab{}.Write(w, r)
	}
	text := review.Text{}
	if toStdout {
		text.Text = o.text(o.env.stdout)
	}
	return text.Write(w, r)
}
