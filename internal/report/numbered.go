package report

import "fmt"

// numbered is a list that holds each element once.
type numbered[T comparable] struct {
	list   []T
	places map[T]int
}

// newNumbered returns an empty list.
func newNumbered[T comparable]() numbered[T] { return numbered[T]{[]T{}, map[T]int{}} }

// place returns the place of an element in the list, at which it is from now on.
func (n *numbered[T]) place(element T) int {
	at, known := n.places[element]
	if !known {
		at = len(n.list)
		n.places[element] = at
		n.list = append(n.list, element)
	}
	return at
}

// numberedRows is a list of lists that holds each once.
type numberedRows[T any] struct {
	rows [][]T
	keys numbered[string] // the rows as text, since their lengths differ
}

// newNumberedRows returns an empty list.
func newNumberedRows[T any]() numberedRows[T] {
	return numberedRows[T]{[][]T{}, newNumbered[string]()}
}

// add returns the place of a row in the list, at which it is from now on.
func (n *numberedRows[T]) add(row []T) int {
	at := n.keys.place(fmt.Sprint(row))
	if at == len(n.rows) {
		n.rows = append(n.rows, row)
	}
	return at
}

// newTexts returns a list of texts. Place 0 is no text.
func newTexts() numbered[string] {
	texts := newNumbered[string]()
	texts.place("")
	return texts
}
