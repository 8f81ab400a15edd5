package query

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"time"
)

// Time is a moment as the API writes it, to the millisecond; the zero value is left
// out where the field says omitzero.
type Time struct{ time.Time }

// MarshalXML writes the moment as AWS does.
func (t Time) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if t.IsZero() {
		return nil
	}
	return e.EncodeElement(t.UTC().Format("2006-01-02T15:04:05.000Z"), start)
}

// Answer returns the text that answers an action; result is a struct, nil for an
// action that has no output.
func Answer(action, namespace string, result any, requestID string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<%sResponse xmlns="%s">`, action, namespace)
	if result != nil {
		wrapped := xml.StartElement{Name: xml.Name{Local: action + "Result"}}
		if err := xml.NewEncoder(&b).EncodeElement(result, wrapped); err != nil {
			return nil, fmt.Errorf("write the answer to %s: %w", action, err)
		}
	}
	fmt.Fprintf(&b, "<ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata></%sResponse>", requestID, action)
	return b.Bytes(), nil
}

// Error is what an action was refused with.
type Error struct {
	// Status is the HTTP status, such as 400.
	Status int
	// Code is the word by which programs tell errors apart, such as ValidationError.
	Code    string
	Message string
}

// Error writes code and message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Refuse returns an error of status 400.
func Refuse(code, format string, args ...any) *Error {
	return &Error{http.StatusBadRequest, code, fmt.Sprintf(format, args...)}
}

// Validation returns the error for a request that does not fit.
func Validation(format string, args ...any) *Error {
	return Refuse("ValidationError", format, args...)
}

// Text returns the text that answers a request that was refused.
func (e *Error) Text(namespace, requestID string) []byte {
	who := "Sender"
	if e.Status >= http.StatusInternalServerError {
		who = "Receiver"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<ErrorResponse xmlns="%s"><Error><Type>%s</Type><Code>`, namespace, who)
	escape(&b, e.Code)
	b.WriteString("</Code><Message>")
	escape(&b, e.Message)
	fmt.Fprintf(&b, "</Message></Error><RequestId>%s</RequestId></ErrorResponse>", requestID)
	return b.Bytes()
}

// escape writes text as XML; a buffer takes everything.
func escape(b *bytes.Buffer, text string) { _ = xml.EscapeText(b, []byte(text)) }
