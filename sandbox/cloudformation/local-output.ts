const apiUrl = /https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/g;

/** Outputs that name an API by its address on AWS name the local front door instead, so that they can be used. */
export function localOutput(apiEndpoint: () => string): (value: string) => string {
  return (value) => value.replaceAll(apiUrl, () => apiEndpoint());
}
