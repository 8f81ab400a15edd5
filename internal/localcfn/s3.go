package localcfn

import (
	"net/http"

	"github.com/smgen/smgen/internal/localcfn/objects"
	"github.com/smgen/smgen/internal/localcfn/query"
)

// serveObjects answers a request to S3.
func (s *Server) serveObjects(w http.ResponseWriter, r *http.Request, c caller) {
	q := objects.Read(r)
	q.Account, q.Region, q.Signed = c.account, c.region, c.key != ""
	call := Call{Service: "s3", Action: q.Action, Account: c.account, Region: c.region, Bucket: q.Bucket, Key: q.Key}
	id := s.requestID()
	s.answer(w, call, func(w http.ResponseWriter) error {
		if !s.wait(r) {
			return r.Context().Err()
		}
		w.Header().Set("X-Amz-Request-Id", id)
		return s.objects.Serve(w, r, q)
	}, func(w http.ResponseWriter, e *query.Error) {
		objects.Refuse(w, r, e, id)
	})
}
