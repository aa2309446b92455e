/** A file lacks the markers between which a generated block belongs. */
export class MissingMarkersError extends Error {
  override readonly name = 'MissingMarkers';
}

/**
 * The text with everything between `# generated:<name>:begin` and `# generated:<name>:end` replaced by the given
 * lines, indented as the first marker is.
 *
 * @throws MissingMarkersError
 */
export function replaceMarkedBlock(text: string, name: string, lines: readonly string[]): string {
  const block = new RegExp(`^( *)# generated:${name}:begin\\n[\\s\\S]*?^ *# generated:${name}:end\\n`, 'm');
  const indent = block.exec(text)?.[1];
  if (indent === undefined) throw new MissingMarkersError(`no markers for ${name}`);
  const generated = [`# generated:${name}:begin`, ...lines, `# generated:${name}:end`];
  return text.replace(block, () => generated.map((line) => `${indent}${line}\n`).join(''));
}
