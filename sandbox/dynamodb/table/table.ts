import type { Permission } from '../../kernel/operation.ts';
import { arn } from '../../kernel/place.ts';
import type { Place } from '../../kernel/place.ts';
import { member, typeOf } from '../values/attribute-value.ts';
import type { Item } from '../values/attribute-value.ts';

/** A key attribute and its type. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The attributes that make a key of a table or an index. */
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

/** Which attributes an index holds besides the keys. */
export interface IndexProjection {
  readonly ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes: readonly string[] | undefined;
}

/** Read and write units, kept for answers only: every table is served on demand. */
export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** A secondary index. */
export interface TableIndex {
  /** The store's id of the index, unique among tables and indexes. */
  readonly id: number;
  readonly name: string;
  readonly scope: 'GLOBAL' | 'LOCAL';
  readonly key: KeySchema;
  readonly projection: IndexProjection;
  readonly throughput?: Throughput | undefined;
}

/** What a table's stream records carry. */
export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** A stream that is switched on. */
export interface TableStream {
  readonly id: number;
  readonly label: string;
  readonly viewType: StreamViewType;
}

/** A table as the store keeps it: plain JSON. */
export interface Table {
  /** The store's id of the table. */
  readonly id: number;
  readonly name: string;
  /** The UUID that DescribeTable shows. */
  readonly tableId: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly key: KeySchema;
  /** Every attribute that a key of the table or of an index uses, as it was declared. */
  readonly definitions: readonly KeyAttribute[];
  readonly indexes: readonly TableIndex[];
  readonly billing: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly throughput?: Throughput | undefined;
  readonly tableClass?: string | undefined;
  readonly isProtected: boolean;
  readonly stream?: TableStream | undefined;
  /** The newest stream, switched on or off. */
  readonly latestStreamLabel?: string | undefined;
  /** The attribute that TTL reads. */
  readonly ttlAttribute?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** `arn:aws:dynamodb:…:table/<name>`. */
export function tableArn(place: Place, name: string): string {
  return arn(place, 'dynamodb', `table/${name}`);
}

/** The permission for an action on a table, or on an index: `<table>/index/<name>`. */
export function onTable(place: Place, action: string, resource: string): Permission {
  return { action: `dynamodb:${action}`, resource: tableArn(place, resource) };
}

/** `arn:aws:dynamodb:…:table/<name>/stream/<label>`. */
export function streamArn(place: Place, name: string, label: string): string {
  return `${tableArn(place, name)}/stream/${label}`;
}

/** The key attributes of a schema, partition key first. */
export function keyAttributes({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range];
}

/** Names of the attributes that a read of `index` needs to begin again where it stopped. */
export function positionNames(table: Table, index: TableIndex | undefined): readonly string[] {
  const names = index === undefined ? [] : keyAttributes(index.key).map(({ name }) => name);
  return [...new Set([...keyAttributes(table.key).map(({ name }) => name), ...names])];
}

/** The attributes of `item` that `index` holds. */
export function projectedNames(table: Table, index: TableIndex): ReadonlySet<string> {
  return new Set([...positionNames(table, index), ...(index.projection.NonKeyAttributes ?? [])]);
}

/**
 * Whether the item has all key attributes of the index, so that the index holds it. An item that was there before the
 * index may have values that are no keys.
 */
export function isIndexed({ key }: TableIndex, item: Item): boolean {
  return keyAttributes(key).every(({ name, type }) => {
    const value = member(item, name);
    return value !== undefined && typeOf(value) === type && Object.values(value)[0] !== '';
  });
}
