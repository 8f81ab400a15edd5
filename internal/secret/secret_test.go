package secret_test

import (
	"testing"

	"github.com/smgen/smgen/internal/secret"
)

func TestName(t *testing.T) {
	for name, want := range map[string]bool{
		"DB_PASSWORD": true, "dbPassword": true, "DBPassword": true, "api_key": true, "apiKey": true, "HF_TOKEN": true,
		"slack-webhook": true, "secretName": true, "aws_secret_access_key": true,
		"epochs": false, "tokenizer": false, "keys": false, "": false, "learning_rate": false,
	} {
		if got := secret.Name(name); got != want {
			t.Errorf("Name(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestForm(t *testing.T) {
	for value, want := range map[string]string{
		"AKIA" + "IOSFODNN7EXAMPLE":                     "an access key of AWS",
		"-----BEGIN RSA " + "PRIVATE KEY-----\nMII":     "a private key",
		"ghp_" + "0123456789abcdefghijklmnopqrstuvwxyz": "a token of GitHub",
		"hf_" + "abcdefghijklmnopqrstuvwxyzABCDEFGH":    "a token of Hugging Face",
		"postgres://user:hunter2@db/train":              "an address with a password",
		"https://hooks.slack.com/" + "services/T0/B0/x": "a webhook of Slack",
		"s3://acme-data/training/":                      "",
		"user@example.com":                              "",
		"https://example.com:8080/a@b":                  "",
		"task-risk-disk-0123456789":                     "",
		"20":                                            "",
	} {
		if got := secret.Form(value); got != want {
			t.Errorf("Form(%q) = %q, want %q", value, got, want)
		}
	}
	if !secret.Is("x", "AKIA"+"IOSFODNN7EXAMPLE") || !secret.Is("password", "x") || secret.Is("epochs", "20") {
		t.Error("Is wants a name or a form")
	}
}
