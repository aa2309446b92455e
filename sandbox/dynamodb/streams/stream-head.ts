import type { StreamViewType } from '../table/table.ts';

/** A stream, switched on or off; its records stay readable until they are trimmed. */
export interface StreamHead {
  readonly id: number;
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly viewType: StreamViewType;
  /** JSON of the table's key schema when the stream was switched on. */
  readonly keySchema: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Epoch ms; null while the stream is on. */
  readonly closedAt: number | null;
}
