import { describe, expect, it } from 'vitest';
import { parseOptions } from './cli-options.ts';

describe('the command line', () => {
  it('has a default for everything', () => {
    expect(parseOptions([])).toEqual({
      apiPort: 3000,
      awsPort: 4566,
      data: '.sandbox',
      reset: false,
      parameters: {},
      help: false,
    });
  });

  it('reads every option; a parameter may hold an equals sign', () => {
    const args =
      '--api-port 0 --aws-port=0 --data d --reset --random-seed 7 --parameter A=1 --parameter B=x=y';
    expect(parseOptions(args.split(' '))).toEqual({
      apiPort: 0,
      awsPort: 0,
      data: 'd',
      reset: true,
      seed: 7,
      parameters: { A: '1', B: 'x=y' },
      help: false,
    });
  });

  it.each([
    [['--prot', '1'], /Unknown option '--prot'; run with --help/],
    [['extra'], /Unexpected argument 'extra'/],
    [['--api-port', 'x'], /--api-port takes a whole number, not "x"/],
    [['--aws-port', '70000'], /from 0 to 65535/],
    [['--api-port', '5005', '--aws-port', '5005'], /--api-port and --aws-port must differ; both are 5005/],
    [['--aws-port', '3000'], /must differ/],
    [['--data='], /--data takes a directory/],
    [['--random-seed', '-1'], /--random-seed/],
    [['--parameter', 'NoValue'], /--parameter takes Name=Value/],
  ])('refuses %j in one clear line', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
    try {
      parseOptions(args);
    } catch (thrown) {
      expect(String(thrown)).not.toContain('\n');
    }
  });
});
