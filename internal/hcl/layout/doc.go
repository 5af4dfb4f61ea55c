// Package layout gives configuration files their canonical layout, that of terraform fmt.
package layout
