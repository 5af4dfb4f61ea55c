// Prints the names of the files in a package: node scripts/list.mjs FILE
import yauzl from "yauzl";

yauzl.open(process.argv[2], (error, zip) => {
  if (error) {
    throw error;
  }
  zip.on("entry", (entry) => console.log(entry.fileName));
});
