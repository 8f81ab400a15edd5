package source

import "testing"

func TestMeantUnit(t *testing.T) {
	s := &shape{fields: map[string]*field{"maxRuntimeSeconds": {}, "volumeSizeGB": {}, "memoryMB": {}, "flexibleWindowMinutes": {}, "name": {}}}
	s.sort()
	for name, want := range map[string]string{
		"maxRuntimeMinutes": "maxRuntimeSeconds", "max_runtime_hours": "maxRuntimeSeconds", "maxRuntime": "maxRuntimeSeconds",
		"volumeSize": "volumeSizeGB", "volumeSizeTB": "volumeSizeGB", "memory": "memoryMB", "flexibleWindowSeconds": "flexibleWindowMinutes",
		"volumeSizeSeconds": "", "runtimeMinutes": "", "minutes": "", "nameSeconds": "",
	} {
		if got := meantUnit(name, s); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestInUnit(t *testing.T) {
	for _, test := range []struct{ text, words, want string }{
		{"2h", "want whole seconds, 1 to 2419200 (28 days)", "7200"},
		{"1h30m", "want whole seconds", "5400"},
		{"90 minutes", "want whole seconds", "5400"},
		{"1 day", "want whole minutes", "1440"},
		{"1.5 hours", "want whole minutes", "90"},
		{"50GB", "want a whole number of GB, from 1", "50"},
		{"512 MiB", "want whole MB", "512"},
		{"1 TB", "want a whole number of GB", "1024"},
		{"512MB", "want a whole number of GB", ""},
		{"90s", "want whole minutes", ""},
		{"50GB", "want whole seconds", ""},
		{"-2h", "want whole seconds", ""},
		{"fifty", "want whole seconds", ""},
		{"h", "want whole seconds", ""},
	} {
		if got := inUnit(test.text, wantedUnit(test.words)); got != test.want {
			t.Errorf("%q, %s: %q, want %q", test.text, test.words, got, test.want)
		}
	}
	for _, number := range []string{"1e999999999", "0x10", "1_000", "1K", "-1", "1.", ""} {
		if got := convert(number, &units[1], &units[2]); got != "" {
			t.Errorf("%q: %q, want nothing", number, got)
		}
	}
	if wantedUnit("want File, Pipe or FastFile") != nil {
		t.Error("a choice of words has a unit")
	}
}
