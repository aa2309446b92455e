import { expect, test } from 'vitest';
import { md5OfAttributes, md5OfBody } from './md5.ts';

test('a body is digested as UTF-8', () => {
  expect(md5OfBody('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  expect(md5OfBody('message digest')).toBe('f96b697d7cb7938d525a2f31aaf161d0');
  expect(md5OfBody('This is a test message')).toBe('fafb00f5732ab283681e124bf8747ed1');
});

// Digests as real SQS answered them, recorded in public test suites of other projects.
test.each([
  ['one String', { Foo: { DataType: 'String', StringValue: 'Bar' } }, 'ae7155c6026991b6d54b11589678bf9c'],
  [
    'one String, another name',
    { MyAttribute: { DataType: 'String', StringValue: 'foobar' } },
    'adb59cd4678ea5a855436b949cd07ab6',
  ],
  [
    'three Strings',
    {
      'Help.Me': { DataType: 'String', StringValue: 'Me' },
      Hello: { DataType: 'String', StringValue: 'There' },
      General: { DataType: 'String', StringValue: 'Kenobi' },
    },
    '4c360f3fdafd970e05fae2f149d997f5',
  ],
  [
    'Binary',
    {
      attr1: {
        DataType: 'Binary',
        BinaryValue: Buffer.from(
          'traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01',
        ).toString('base64'),
      },
    },
    '8cbe4db156db8a94db8b801b7addb984',
  ],
] as const)('attributes: %s', (_case, attributes, digest) => {
  expect(md5OfAttributes(attributes)).toBe(digest);
});

test('attributes: names are sorted by code unit, and text and bytes of the same value differ', () => {
  const text = { DataType: 'String', StringValue: 'x' };
  const sorted = md5OfAttributes({ A: text, b: text });
  expect(md5OfAttributes({ b: text, A: text })).toBe(sorted);
  const binary = { DataType: 'Binary', BinaryValue: Buffer.from('x').toString('base64') };
  expect(md5OfAttributes({ A: binary })).not.toBe(md5OfAttributes({ A: { ...text, DataType: 'Binary' } }));
});
