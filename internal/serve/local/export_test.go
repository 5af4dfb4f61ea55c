package local

// Waiting counts the entries that the next write of the journal takes along.
func Waiting(s *Store) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		return 0
	}
	return len(s.next.entries)
}
