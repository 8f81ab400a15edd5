package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/smgen/smgen/internal/review"
)

// reviewForm is how a review is written.
type reviewForm struct {
	env    environment
	format choice
	file   string
	// digest is that of the plan that the review is of; empty for none.
	digest string
	// stream is what is written to without a file.
	stream io.Writer
}

func newReviewForm(env environment) reviewForm {
	return reviewForm{env: env, stream: env.stdout, format: choice{textFormat, []string{textFormat, "markdown", "json", "github", "gitlab"}}}
}

func (o *reviewForm) addFlags(cmd *cobra.Command) {
	o.format.addTo(cmd, "format", "form of the report")
	cmd.Flags().StringVarP(&o.file, "output", "o", "", "write the report to `FILE`, - for the standard output")
}

// check refuses flags that make no sense.
func (o *reviewForm) check(given func(string) bool) error {
	if given("output") && o.file == "" {
		return errors.New("-o names no file; give one, such as -o review.md, or - for the standard output")
	}
	return nil
}

// write writes the report in the format that was asked for. A file's name is relative
// to a directory.
func (o *reviewForm) write(dir string, r *review.Review) error {
	out := &destination{Writer: o.stream}
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
	if err := o.writeAs(out, r); err != nil {
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
func (o *reviewForm) tellGitHub(r *review.Review) error {
	for variable, format := range map[string]interface {
		Write(io.Writer, *review.Review) error
	}{"GITHUB_STEP_SUMMARY": review.Markdown{}, "GITHUB_OUTPUT": review.GitHubOutputs{Digest: o.digest}} {
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

func (o *reviewForm) writeAs(out *destination, r *review.Review) error {
	switch o.format.value {
	case "json":
		return review.JSON{}.Write(out, r)
	case "markdown", "github":
		return review.Markdown{}.Write(out, r)
	case "gitlab":
		return review.GitLab{}.Write(out, r)
	}
	text := review.Text{}
	if out.file == nil {
		text.Text = o.env.text(o.stream)
	}
	return text.Write(out, r)
}
