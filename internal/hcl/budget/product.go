package budget

import "math"

// Product multiplies numbers of steps, none of which is negative.
func Product(a, b int) int {
	if a > 0 && b > math.MaxInt32*math.MaxInt16/a {
		return math.MaxInt32 * math.MaxInt16
	}
	return a * b
}
