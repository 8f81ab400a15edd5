package iam

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnpackDamaged(t *testing.T) {
	for want, bytes := range map[string][]byte{
		"open embedded catalogue of IAM actions: ":   []byte("plain text"),
		"unpack embedded catalogue of IAM actions: ": packed[:len(packed)/2],
	} {
		if _, err := unpack(bytes); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("unpack of damaged data: %v, want %s…", err, want)
		}
	}
}

func TestSplit(t *testing.T) {
	c := split(strings.Join([]string{
		"# generated", "source\tpackage\t1.2.3\t2026-01-02",
		"S\tzoo", "K\tzoo:Color\tzoo:Size",
		"R\tcage\tarn:zoo:cage/${Cage},arn:zoo:cages\t1", "R\ttiger cub\tarn:zoo:tiger",
		"A\tFeed\t1!,0\t0,1", "A\tOpen\t0", "A\tShout",
		"S\tempty", "K", "",
	}, "\n"))
	if diff := cmp.Diff(Source{Package: "package", Version: "1.2.3", Date: "2026-01-02"}, c.source); diff != "" {
		t.Errorf("source (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"empty", "zoo"}, c.names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	cage := ResourceType{Name: "cage", ARNs: []string{"arn:zoo:cage/${Cage}", "arn:zoo:cages"}, ConditionKeys: []string{"zoo:Size"}}
	cub := ResourceType{Name: "tiger cub", ARNs: []string{"arn:zoo:tiger"}, Required: true}
	want := []Action{
		{Service: "zoo", Name: "Feed", ResourceLevel: true, ResourceTypes: []ResourceType{cub, cage}, ConditionKeys: []string{"zoo:Color", "zoo:Size"}},
		{Service: "zoo", Name: "Open", ResourceLevel: true, ResourceTypes: []ResourceType{cage}},
		{Service: "zoo", Name: "Shout"},
	}
	if diff := cmp.Diff(want, c.services["zoo"]().actions); diff != "" {
		t.Errorf("zoo (-want +got):\n%s", diff)
	}
	if got := c.services["empty"]().actions; got != nil {
		t.Errorf("empty has the actions %v", got)
	}
}

// What the first question of a run costs: the budget is 10 ms.
func BenchmarkFirstLookup(b *testing.B) {
	for b.Loop() {
		text, err := unpack(packed)
		if err != nil {
			b.Fatal(err)
		}
		if _, ok := split(text).services["sagemaker"]().byName["createtrainingjob"]; !ok {
			b.Fatal("sagemaker:CreateTrainingJob is unknown")
		}
	}
}
