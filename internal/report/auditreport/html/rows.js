const rows = data.subjects.map(subject);

