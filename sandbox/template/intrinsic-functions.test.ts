import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planText } from './testing.ts';

const head = `
Transform: AWS::LanguageExtensions
Parameters:
  Name: { Type: String, Default: shop }
  Count: { Type: Number, Default: 5 }
  List: { Type: CommaDelimitedList, Default: 'x,y,z' }
Mappings:
  Sizes: { eu-west-1: { small: 1, big: [2, 3] } }
Conditions:
  Yes: !Equals [!Ref Name, shop]
  No: !Not [!Condition Yes]
  Both: !And [!Condition Yes, !Condition No]
  Either: !Or [!Condition Yes, !Condition No]
  Zero: !Equals [!Ref Count, '5']
Resources:
  Other: { Type: AWS::SQS::Queue }
  Gone: { Type: AWS::SQS::Queue, Condition: No }
  It:
    Type: AWS::SNS::Topic
    Properties:
      V: `;

function resolved(expression: string): unknown {
  return planText(head + expression).properties['It']?.['V'];
}

describe('intrinsic functions resolve as AWS documents them', () => {
  test.each<[string, unknown]>([
    ['!Ref Name', 'shop'],
    ['!Ref Count', 5],
    ['!Ref List', ['x', 'y', 'z']],
    ['!Ref Other', 'demo-Other'],
    ['!Ref AWS::Region', 'eu-west-1'],
    ['!Ref AWS::Partition', 'aws'],
    ['!Ref AWS::StackName', 'demo'],
    ['!Sub "${AWS::AccountId}.${AWS::URLSuffix}"', '123456789012.amazonaws.com'],
    ['!GetAtt Other.Arn', 'arn:demo-Other'],
    ['!GetAtt [Other, QueueName]', 'demo-Other'],
    ['!Sub "${Name}-${Count}-${Other}-${Other.Arn}"', 'shop-5-demo-Other-arn:demo-Other'],
    ['!Sub "${!Name} ${! Raw}"', '${Name} ${ Raw}'],
    ['!Sub ["${A}${Name}", { A: !Join ["+", !Ref List], Name: own }]', 'x+y+zown'],
    ['!Join [":", [a, !Ref Count, true]]', 'a:5:true'],
    ['!Join ["", []]', ''],
    ['!Select [1, !Ref List]', 'y'],
    ['!Select ["0", !Split ["/", "a/b"]]', 'a'],
    ['!Split [",", "a,,b"]', ['a', '', 'b']],
    ['!FindInMap [Sizes, !Ref AWS::Region, small]', 1],
    ['!Select [1, !FindInMap [Sizes, eu-west-1, big]]', 3],
    ['!FindInMap [Sizes, nowhere, small, { DefaultValue: !Ref Name }]', 'shop'],
    ['!Base64 { Ref: Name }', 'c2hvcA=='],
    ['!GetAZs ""', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['!Cidr ["10.0.0.0/16", 3, 8]', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['!Length [1, 2, 3]', 3],
    ['!ToJsonString { a: !Ref Count }', '{"a":5}'],
    ['!If [Yes, 1, 2]', 1],
    ['!If [No, 1, !Ref Count]', 5],
    ['!If [Both, 1, 2]', 2],
    ['!If [Either, 1, 2]', 1],
    ['!If [Zero, 1, 2]', 1],
    ['!If [No, !Ref Gone, fine]', 'fine'],
    ['[1, !If [No, 2, !Ref AWS::NoValue], 3]', [1, 3]],
    ['{ a: !Ref AWS::NoValue, b: 1 }', { b: 1 }],
    ['{ Condition: { StringEquals: { k: !Ref Name } } }', { Condition: { StringEquals: { k: 'shop' } } }],
  ])('%s', (expression, expected) => {
    expect(resolved(expression)).toEqual(expected);
  });

  test('a member that is AWS::NoValue is left out', () => {
    expect(planText(`${head}!Ref AWS::NoValue`).properties['It']).toEqual({});
  });
});

describe('what cannot be resolved is refused with its place', () => {
  test.each([
    ['!Ref Nobody', 'Resources.It.Properties.V: there is no parameter or resource Nobody'],
    ['!Ref constructor', 'there is no parameter or resource constructor'],
    ['!GetAtt Other.Nope', 'Resources.It.Properties.V: Other has no attribute Nope (it has: '],
    ['!GetAtt Other.constructor', 'Other has no attribute constructor'],
    ['!GetAtt Other', 'Other names no attribute'],
    ['!Ref Gone', 'Gone is not made: its condition No is false'],
    ['!Sub "${Nobody}"', 'there is no parameter or resource Nobody'],
    ['!Sub "${AWS::NoValue}"', '${AWS::NoValue} has no value'],
    ['!If [Missing, 1, 2]', 'there is no condition Missing'],
    ['!If [Yes, 1]', 'Fn::If takes a condition and two values'],
    ['!Select [9, !Ref List]', 'Fn::Select finds nothing at 9'],
    ['!FindInMap [Sizes, nowhere, small]', 'Mappings.Sizes.nowhere.small does not exist'],
    ['!FindInMap [Sizes, __proto__, small]', 'Mappings.Sizes.__proto__.small does not exist'],
    ['!ImportValue other-stack', 'no export named other-stack found'],
    ['{ "Fn::Nope": 1 }', 'Fn::Nope is not supported by the sandbox'],
    ['{ Ref: Name, Also: 1 }', 'Ref must stand alone in its map'],
    ['[a, !Ref Nobody]', 'Resources.It.Properties.V[1]: there is no parameter or resource Nobody'],
    ['!Transform { Name: AWS::Include }', 'Fn::Transform is not supported by the sandbox'],
  ])('%s', (expression, message) => {
    expect(() => resolved(expression)).toThrow(message);
  });
});

test('splitting what was joined gives it back', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]*$/), { minLength: 1, maxLength: 5 }), (items) => {
      expect(resolved(`!Split ["|", !Join ["|", ${JSON.stringify(items)}]]`)).toEqual(items);
    }),
    { numRuns: 30 },
  );
});
