package main

import (
	"flag"
	"fmt"
	"os"
)

// rootShape is the request that the whole model describes.
const rootShape = "CreateTrainingJobRequest"

func main() {
	out := flag.String("o", "internal/request/model/create_training_job.json", "file to write")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "model:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	shapes, fromBotocore, err := botocore()
	if err != nil {
		return err
	}
	sdk, fromSDK, err := downloadSDK()
	if err != nil {
		return err
	}
	added, err := readAdditions()
	if err != nil {
		return err
	}
	if err := added.apply(shapes); err != nil {
		return err
	}
	if err := merge(shapes, sdk, added.ReadOnly); err != nil {
		return err
	}
	sources := []source{fromBotocore, fromSDK}
	head := header{Generator: "tools/model", Date: latest(sources), Sources: sources, Additions: added.Source}
	data, err := encode(head, reachable(shapes, rootShape))
	if err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o644)
}
