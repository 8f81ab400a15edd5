package stacks_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/smgen/smgen/internal/localcfn/stacks"
	"github.com/smgen/smgen/internal/localcfn/store"
)

func TestAsManyStacksAsAnAccountHas(t *testing.T) {
	s, err := store.Open(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(func(tx store.Tx) error {
		d, p := stacks.Data{Tx: tx}, stacks.Place{Account: "123456789012", Region: "eu-central-1"}
		for i := range 2000 {
			if err := tx.Put("stack names", fmt.Sprintf("123456789012/eu-central-1/s%d", i), "uuid"); err != nil {
				return err
			}
		}
		if _, err := d.Add(p, "one"); !errors.Is(err, stacks.ErrTooMany) {
			t.Errorf("got %v", err)
		}
		p.Region = "eu-west-1"
		_, err := d.Add(p, "one")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
