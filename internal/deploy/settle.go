package deploy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/smgen/smgen/internal/deploy/execute"
	"github.com/smgen/smgen/internal/progress"
)

// unchanged ends the work on a stack whose change set is empty, and so is as it is
// wanted, perhaps but for its settings.
func (w *work) unchanged(ctx context.Context) error {
	w.out.Outputs = w.current.Outputs
	if w.run.o.NoExecute {
		w.end(progress.Unchanged, "")
		return nil
	}
	changed, err := w.settings(ctx, w.current.ID, w.current.Protected)
	if err != nil {
		return err
	}
	if len(changed) == 0 {
		w.end(progress.Unchanged, "")
		return nil
	}
	w.end(progress.Deployed, strings.Join(changed, ", "))
	return nil
}

// deployed ends the work on a stack that was created or updated.
func (w *work) deployed(ctx context.Context, end *execute.End, resources int) error {
	w.out.Outputs = end.Outputs
	id, protected := w.target.Name, false
	if w.current != nil {
		protected = w.current.Protected
	}
	// What is deployed gets its settings also after an interrupt.
	changed, err := w.settings(context.WithoutCancel(ctx), id, protected)
	if err != nil {
		return fmt.Errorf("the stack is deployed, and then: %w; run the same command again", err)
	}
	message := append([]string{fmt.Sprintf("%s in %s", plural(resources, "resource"), time.Since(w.begin).Round(time.Second))}, changed...)
	w.end(progress.Deployed, strings.Join(message, ", "))
	return nil
}

// settings brings in place what belongs to the stack and not to its template, and
// says what of it was different.
func (w *work) settings(ctx context.Context, stack string, protected bool) ([]string, error) {
	var changed []string
	other, err := execute.SetPolicy(ctx, w.clients, stack, w.target.Settings.Policy)
	if err != nil {
		return nil, err
	}
	if other {
		changed = append(changed, "it has another stack policy")
	}
	if on := w.target.Settings.Protected; on != protected {
		if err := execute.Protect(ctx, w.clients, stack, on); err != nil {
			return nil, err
		}
		changed = append(changed, "its termination protection is "+map[bool]string{true: "on", false: "off"}[on])
	}
	return changed, nil
}

// plural returns n with the noun, in the plural unless n is 1.
func plural(n int, noun string) string {
	if n == 1 {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
