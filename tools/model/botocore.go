package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// botocore reads the constraints of SageMaker's shapes from the botocore that
// python3 imports.
func botocore() (map[string]*shape, source, error) {
	out, err := exec.Command("python3", "-c", "import botocore; print(botocore.__version__); print(botocore.__file__)").Output()
	if err != nil {
		return nil, source{}, fmt.Errorf("find botocore: %w; install it with: pip install botocore", err)
	}
	version, module, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	file := filepath.Join(filepath.Dir(module), "data", "sagemaker", "2017-07-24", "service-2.json.gz")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, source{}, fmt.Errorf("read service model: %w", err)
	}
	shapes, hash, err := parseServiceModel(data)
	if err != nil {
		return nil, source{}, fmt.Errorf("parse %s: %w", file, err)
	}
	return shapes, source{Name: "botocore sagemaker/2017-07-24/service-2.json", Version: version, Hash: hash}, nil
}

// parseServiceModel decodes a gzipped service model. Its hash is that of the
// JSON within, because packagers compress it in different ways.
func parseServiceModel(gzipped []byte) (shapes map[string]*shape, hash string, err error) {
	r, err := gzip.NewReader(bytes.NewReader(gzipped))
	if err != nil {
		return nil, "", err
	}
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(r); err != nil {
		return nil, "", err
	}
	var doc struct {
		Shapes map[string]*shape `json:"shapes"`
	}
	if err := json.Unmarshal(plain.Bytes(), &doc); err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(plain.Bytes())
	return doc.Shapes, "sha256:" + hex.EncodeToString(sum[:]), nil
}
