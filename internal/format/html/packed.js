// Data that is packed: base64 of gzip, see Packer. The page has the first rows as
// plain HTML, and says so until the others are there.

const packedColumns = await unpack();

// unpack puts the lists into the data, and returns the columns. If that is not possible,
// the page says so, and the script ends here.
async function unpack() {
  const all = `${data.rows.toLocaleString("en")} requests and tokens`;
  const say = (text) => { byId("unpacking").hidden = false; byId("unpacking").textContent = text; };
  say(`Unpacking ${all}. Until then, only the first ones are below.`);
  try {
    const bytes = await inflate(fromBase64(data.packed));
    const {parts, end} = columnsOf(bytes, data.width);
    Object.assign(data, JSON.parse(new TextDecoder().decode(bytes.subarray(end))));
    const read = parts.map(numbers);
    delete data.packed;
    byId("data").remove(); // which is large
    byId("unpacking").hidden = true;
    return read;
  } catch {
    const why = "DecompressionStream" in globalThis
      ? "The list of this page is damaged and can't be unpacked."
      : "This browser is too old to unpack the list of this page.";
    say(`${why} Only the first of ${all} are below, and they can't be searched or filtered. The counts above are of all of them.`);
    byId("found").hidden = false;
    byId("count").textContent = `The first ${document.querySelectorAll("#rows .subject").length} of ${all}`;
    return new Promise(() => {});
  }
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) {
    return Uint8Array.fromBase64(text);
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// columnsOf finds the parts of each column, and where they end.
function columnsOf(bytes, count) {
  const view = new DataView(bytes.buffer);
  const parts = Array.from({length: count}, () => []);
  let at = 0;
  while (bytes[at++] === 1) {
    for (const column of parts) {
      const length = view.getUint32(at, true);
      const width = bytes[at + 5];
      const planes = Array.from({length: width}, (_, i) => bytes.subarray(at + 6 + i * length, at + 6 + (i + 1) * length));
      column.push({length, planes, differences: bytes[at + 4] === 1});
      at += 6 + length * width;
    }
  }
  return {parts, end: at};
}

// numbers puts the parts of a column together.
function numbers(parts) {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const wide = parts.some((part) => part.planes.length > 4);
  const all = wide ? new Float64Array(total) : new Uint32Array(total);
  let start = 0;
  for (const {length, planes, differences} of parts) {
    const out = all.subarray(start, start + length);
    planes.forEach((plane, i) => {
      const unit = 256 ** i;
      for (let k = 0; k < length; k++) {
        out[k] += plane[k] * unit;
      }
    });
    for (let k = 0, sum = 0; differences && k < length; k++) {
      sum += (out[k] >>> 1) ^ -(out[k] & 1);
      out[k] = sum;
    }
    start += length;
  }
  return all;
}
