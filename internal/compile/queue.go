package compile

import "sync"

// queue hands out the stacks to the workers, in order.
type queue struct {
	mu   sync.Mutex
	left []string
}

func (q *queue) take() (dir string, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.left) == 0 {
		return "", false
	}
	dir, q.left = q.left[0], q.left[1:]
	return dir, true
}

// stop ends the handing out, and returns the stacks that were left.
func (q *queue) stop() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	left := q.left
	q.left = nil
	return left
}
