import { createCloud } from './cloud.ts';
import type { Cloud } from './cloud.ts';
import { compiledCode } from './compiled-code.ts';
import { systemClock } from './kernel/clock.ts';
import type { Clock } from './kernel/clock.ts';
import { faultPrinter } from './fault-printer.ts';
import { SandboxError } from './kernel/errors.ts';
import { seededRandom, systemRandom } from './kernel/random.ts';
import type { Random } from './kernel/random.ts';
import { steadyClock } from './kernel/steady-clock.ts';
import type { ClockLife, VirtualClock } from './kernel/virtual-clock.ts';
import type { RealmOptions } from './lambda/realm/realm-options.ts';
import { createRooms } from './rooms.ts';
import type { Rooms } from './rooms.ts';
import type { StartOptions } from './start-options.ts';
import { countStart, fillDisk, latestTime, openDatabase } from './store/open-database.ts';
import { createStore } from './store/store.ts';

/** The ports that listen; undefined where no socket was asked for or before it listens. */
export interface Ports {
  api: number | undefined;
  aws: number | undefined;
}

/** The cloud over its store, not yet started. */
export interface OpenCloud {
  readonly cloud: Cloud;
  readonly rooms: Rooms;
  readonly report: (where: string, thrown: unknown) => void;
  readonly image: () => Uint8Array;
  readonly fillDisk: (isFull: boolean) => void;
  readonly close: () => Promise<void>;
  readonly abandon: () => void;
}

/** Starts of one seed on one directory are this far apart, so that the second does not repeat the ids of the first. */
const startStride = 1_000_003;
const accountId = '000000000000';
const defaultRegion = 'us-east-1';

/** Opens the store and makes the rooms over it. @throws SandboxError for a store that cannot be opened */
export function openCloud(options: StartOptions, ports: Ports): OpenCloud {
  const { directory, region = defaultRegion } = options;
  const { clock: machineClock, end, ...functions } = timeOf(options);
  const report = options.report ?? faultPrinter(machineClock, console.error);
  const db = openDatabase(options);
  const clock = steadyClock(machineClock, latestTime(db));
  const store = createStore(db, clock, {
    committed: () => options.onCommit?.(),
    effectFailed: (thrown) => {
      report('store', thrown);
    },
  });
  // The hub makes the rooms and asks one of them about every call, so the two know each other.
  let rooms!: Rooms;
  const cloud = createCloud({
    store,
    clock,
    random: randomOf(options, () => countStart(db)),
    place: { region, accountId },
    endpoint: () => urlOf(ports.aws),
    report,
    rooms: (ground) => {
      rooms = createRooms(ground, {
        ...options,
        ...functions,
        handle: (request, caller) => cloud.handle(request, caller),
        apiEndpoint: () => urlOf(ports.api),
        compileCache: compiledCode,
      });
      return rooms.all;
    },
    authorize: (caller, permissions) => rooms.iam.authorize(caller, permissions),
    trusts: (roleArn, service) => rooms.iam.trusts(roleArn, service),
    identify: (accessKeyId, sessionToken) => rooms.iam.identify(accessKeyId, sessionToken),
    intercept: options.intercept,
  });
  let left: Uint8Array | undefined;
  return {
    cloud,
    rooms,
    report,
    image: () => left ?? db.serialize(),
    fillDisk: (isFull) => {
      fillDisk(db, isFull);
    },
    close: () => store.close(),
    abandon: () => {
      end();
      if (directory !== undefined) db.close();
      // In memory: whatever is in the middle of its turn may end it, then the room is given back.
      else
        setImmediate(() => {
          left = db.serialize();
          db.close();
        });
    },
  };
}

/** `http://127.0.0.1:3000`; a name that no network knows where there is no socket. */
export function urlOf(port: number | undefined): string {
  return port === undefined ? 'http://in-process' : `http://127.0.0.1:${String(port)}`;
}

interface Time {
  readonly clock: Clock;
  readonly realm?: RealmOptions;
  /** Freezes everything that waits. */
  readonly end: () => void;
}

function timeOf(options: StartOptions): Time {
  const { clock = systemClock, loadFunction: load } = options;
  const inRealm = options.functions === 'in-realm';
  if (!isVirtual(clock)) {
    if (!inRealm) return { clock, end: cannotAbandon };
    throw new SandboxError('Functions run in-realm on a virtual clock only; pass virtualClock().');
  }
  const life: ClockLife = clock.life();
  if (!inRealm) return life;
  const realm = { ...options, clock: life.clock };
  return { ...life, realm: load === undefined ? realm : { ...realm, load } };
}

function isVirtual(clock: Clock): clock is VirtualClock {
  return 'life' in clock;
}

function cannotAbandon(): never {
  throw new SandboxError('Only a sandbox on a virtual clock can be abandoned; kill the process instead.');
}

/** Without sockets nobody outside can use a secret, so a replay may know it. */
function randomOf({ seed, apiPort, awsPort }: StartOptions, starts: () => number): Random {
  if (seed === undefined) return systemRandom();
  const isReachable = apiPort !== undefined || awsPort !== undefined;
  return seededRandom(seed + starts() * startStride, isReachable ? 'unpredictable' : 'seeded');
}
