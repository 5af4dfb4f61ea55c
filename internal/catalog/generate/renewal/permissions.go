package renewal

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog/generate/docs"
)

// inDataOnly is the note of a permission that is in GitHub's data alone.
const inDataOnly = "in GitHub's permission data, not in its table of the link's parameters; the levels are those that its endpoints use"

// permissions renews the permissions.
func (r *renewal) permissions() {
	parameters, data := byName(r.data.Parameters), byName(r.data.Permissions)
	recorded := map[string]bool{}
	for _, row := range r.facts["permissions"].rows {
		recorded[row["parameter"]] = true
		if row["status"] == "alias" {
			if p, ok := parameters[row["parameter"]]; ok { // the table has it under the other name
				p.Name = row["instead"]
				parameters[row["instead"]] = p
			}
		}
	}
	for _, row := range r.facts["permissions"].rows {
		r.permission(row, parameters, data)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		if !recorded[name] {
			r.addPermission(parameters[name], "documented", "")
			recorded[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(data)) {
		if !recorded[name] {
			r.addPermission(data[name], "undocumented", inDataOnly)
		}
	}
}

func byName(permissions []docs.Permission) map[string]docs.Permission {
	all := map[string]docs.Permission{}
	for _, p := range permissions {
		all[p.Name] = p
	}
	return all
}

func (r *renewal) addPermission(p docs.Permission, status, note string) {
	r.facts["permissions"].add(row{
		"parameter": p.Name, "display_name": p.Display, "section": p.Section, "levels": strings.Join(p.Levels, ","), "status": status,
		"in_docs_of_the_first_day": "no", "note": note,
	})
	r.change(PermissionAdded, p.Name, status+", "+p.Section+", "+strings.Join(p.Levels, ","))
}

// permission holds a row against the table of parameters and the data.
func (r *renewal) permission(row row, parameters, data map[string]docs.Permission) {
	name := row["parameter"]
	parameter, inTable := parameters[name]
	_, inData := data[name]
	switch row["status"] {
	case "mistaken":
		if inTable || inData {
			r.say(PermissionKept, name, "mistaken; GitHub has it now")
		}
		return
	case "alias":
		return
	}
	switch status := statusOf(row["status"], inTable, inData, r.data.Parameters == nil); status {
	case row["status"]:
	case "":
		r.say(PermissionKept, name, row["status"]+"; GitHub has it neither in its table of parameters nor in its data")
	default:
		r.change(PermissionChanged, name, "status: was "+row["status"]+", is "+status)
		row["status"] = status
	}
	if inTable {
		r.cell(row, "levels", strings.Join(parameter.Levels, ","))
		r.cell(row, "section", parameter.Section)
		if !strings.EqualFold(row["display_name"], parameter.Display) && !strings.Contains(parameter.Display, "{%") {
			r.cell(row, "display_name", parameter.Display)
		}
	}
	if inData && row["where"] != "" {
		r.cell(row, "where", "")
	}
}

// statusOf is the status for where the permission is; "" where a person has to decide.
func statusOf(status string, inTable, inData, noTable bool) string {
	switch {
	case inTable:
		return "documented"
	case status == "documented" && noTable:
		return status
	case status == "documented" && inData, status == "app_only" && inData:
		return "undocumented"
	case status == "documented":
		return ""
	}
	return status
}

func (r *renewal) cell(row row, column, now string) {
	if before := row[column]; before != now {
		r.change(PermissionChanged, row["parameter"], column+": was "+quoted(before)+", is "+quoted(now))
		row[column] = now
	}
}

func quoted(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
