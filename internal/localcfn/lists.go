package localcfn

import (
	"slices"

	"github.com/smgen/smgen/internal/localcfn/query"
	"github.com/smgen/smgen/internal/localcfn/stacks"
)

type listStacksInput struct {
	NextToken         string
	StackStatusFilter []string
}

type listStacksOutput struct {
	StackSummaries []summaryView `xml:"StackSummaries>member"`
	NextToken      string        `xml:",omitempty"`
}

type summaryView struct {
	StackId, StackName  string
	TemplateDescription string `xml:",omitempty"`
	CreationTime        query.Time
	LastUpdatedTime     *query.Time
	DeletionTime        *query.Time
	StackStatus         string
	StackStatusReason   string `xml:",omitempty"`
	DriftInformation    driftView
	LastOperations      []entryView `xml:"LastOperations>member"`
}

func (s *Server) listStacks(q request, in *listStacksInput) (any, error) {
	var out listStacksOutput
	after, err := untoken(in.NextToken)
	if err != nil {
		return nil, err
	}
	err = s.run.View(func(d stacks.Data) error {
		return d.Stacks(q.place(), after, func(stack *stacks.Stack) bool {
			if len(in.StackStatusFilter) > 0 && !slices.Contains(in.StackStatusFilter, string(stack.Status)) {
				return true
			}
			if len(out.StackSummaries) == itemsPerPage {
				out.NextToken = newToken(out.StackSummaries[itemsPerPage-1].StackId)
				return false
			}
			v := s.view(d, stack)
			out.StackSummaries = append(out.StackSummaries, summaryView{
				StackId: v.StackId, StackName: v.StackName, TemplateDescription: v.Description, CreationTime: v.CreationTime,
				LastUpdatedTime: v.LastUpdatedTime, DeletionTime: v.DeletionTime, StackStatus: v.StackStatus,
				StackStatusReason: v.StackStatusReason, DriftInformation: v.DriftInformation, LastOperations: v.LastOperations,
			})
			return true
		})
	})
	return out, err
}

type listExportsInput struct{ NextToken string }

type listExportsOutput struct {
	Exports   []exportView `xml:"Exports>member"`
	NextToken string       `xml:",omitempty"`
}

type exportView struct{ ExportingStackId, Name, Value string }

func (s *Server) listExports(q request, in *listExportsInput) (any, error) {
	var out listExportsOutput
	err := s.run.View(func(d stacks.Data) error {
		list, err := d.Exports(q.place())
		if err != nil {
			return err
		}
		var views []exportView
		for _, e := range list {
			views = append(views, exportView{e.StackID, e.Name, e.Value})
		}
		out.Exports, out.NextToken, err = page(views, in.NextToken, itemsPerPage)
		return err
	})
	return out, err
}

type listImportsInput struct{ ExportName, NextToken string }

type listImportsOutput struct {
	Imports   []string `xml:"Imports>member"`
	NextToken string   `xml:",omitempty"`
}

func (s *Server) listImports(q request, in *listImportsInput) (any, error) {
	var out listImportsOutput
	err := s.run.View(func(d stacks.Data) error {
		list, err := d.Importers(q.place(), in.ExportName)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return query.Validation("Export '%s' is not imported by any stack.", in.ExportName)
		}
		var names []string
		for _, i := range list {
			names = append(names, i.StackName)
		}
		out.Imports, out.NextToken, err = page(names, in.NextToken, itemsPerPage)
		return err
	})
	return out, err
}
