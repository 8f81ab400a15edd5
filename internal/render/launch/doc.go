// Package launch is what the backends have in common: a backend renders one way
// in which a job starts.
//
// A [Job] is one job on its way into the template: the spec, the finished
// request, the role of the container, and the resources that all jobs of the
// stack share. A [Backend] adds what starts the job and says in [Job.Out] what
// it made. The backends live in folders of their own, named after their kind;
// the list of them stands in package render.
package launch
