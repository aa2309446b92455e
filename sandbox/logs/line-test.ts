/** Whether a log line fits. */
export type LineTest = (message: string) => boolean;
