/** Whether bodies of `contentType` travel as base64, by the API's binary media types. */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const mediaType = contentType?.split(/[;,]/)[0]?.trim().toLowerCase() ?? '';
  return binaryMediaTypes.some((type) => type === '*/*' || type.toLowerCase() === mediaType);
}
