import { symbol, template } from './templates';
import { UnknownValue } from '../../src/policy/unknown-value';
import { TemplateEvaluator } from '../../src/template/evaluate-template';

const UNKNOWN: unknown = expect.any(UnknownValue);

describe('a parameter', () => {
  test.each([
    ['that is given a value is that value', { Type: 'String' }, 'prod', 'prod'],
    ['that is given a number is its text', { Type: 'Number' }, '7', '7'],
    ['that is given a value without being declared is that value', undefined, 'prod', 'prod'],
    ['that may have one value only is that value', { Type: 'String', AllowedValues: ['prod'] }, undefined, 'prod'],
    ['that may have one number only is its text', { Type: 'Number', AllowedValues: [7] }, undefined, '7'],
    ['of a list is split at its commas', { Type: 'CommaDelimitedList' }, 'a, b ,c', ['a', 'b', 'c']],
    ['of a list of numbers is split at its commas', { Type: 'List<Number>' }, '1,2', ['1', '2']],
    ['of a list of ids is split at its commas', { Type: 'List<AWS::EC2::VPC::Id>' }, 'vpc-1', ['vpc-1']],
    ['of the name of a Systems Manager parameter is that name', { Type: 'AWS::SSM::Parameter::Name' }, '/name', '/name'],
  ])('%s', (_, declaration, given, expected) => {
    const app = template({}, { parameters: declaration && { P: declaration }, parameterValues: given === undefined ? {} : { P: given } });
    expect(new TemplateEvaluator([app]).evaluate({ Ref: 'P' }, app)).toEqual(expected);
  });

  test.each([
    ['without a value', { Type: 'String' }, undefined],
    ['with a default, which anyone who deploys may change', { Type: 'String', Default: 'dev' }, undefined],
    ['that may have one of two values', { Type: 'String', AllowedValues: ['prod', 'dev'] }, undefined],
    ['of a list whose items may have one value, and be any number', { Type: 'CommaDelimitedList', AllowedValues: ['prod'] }, undefined],
    ['that is given the name of a Systems Manager parameter, and has its value', { Type: 'AWS::SSM::Parameter::Value<String>' }, '/name'],
    ['of a list in Systems Manager', { Type: 'AWS::SSM::Parameter::Value<List<String>>' }, '/name'],
    ['that is a secret', { Type: 'String', NoEcho: true }, 'secret'],
    ['that is a secret, as a text', { Type: 'String', NoEcho: 'true' }, 'secret'],
    ['that is given a dynamic reference', { Type: 'String' }, '{{resolve:ssm:/name}}'],
    ['that is given what looks like a symbol', { Type: 'String' }, '⟦App#Bucket⟧'],
  ])('fails to be known: %s', (_, declaration, given) => {
    const app = template({}, { parameters: { P: declaration }, parameterValues: given === undefined ? {} : { P: given } });
    expect(new TemplateEvaluator([app]).evaluate({ Ref: 'P' }, app)).toEqual(UNKNOWN);
  });

  test('that is unknown names itself in the reason', () => {
    const app = template({});
    expect(new TemplateEvaluator([app]).evaluate({ 'Fn::Sub': 'a-${Stage}' }, app)).toEqual(new UnknownValue('parameter Stage is given at deployment', true));
  });
});

describe('a parameter of a nested stack', () => {
  const nested = (stack: object, parameters: Record<string, unknown>, name = 'P') => {
    const parent = template({ Bucket: { Type: 'AWS::S3::Bucket' }, Nested: { Type: 'AWS::CloudFormation::Stack', ...stack } }, { conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } });
    const inner = template({}, { id: 'Nested', parent: { template: 'App', logicalId: 'Nested' }, parameters, parameterValues: {} });
    return new TemplateEvaluator([inner, parent]).evaluate({ Ref: name }, inner);
  };
  const passing = (P: unknown) => ({ Properties: { Parameters: { P } } });

  test.each([
    ['is what the parent passes', passing({ Ref: 'Bucket' }), { Type: 'String' }, symbol('App', 'Bucket')],
    ['is the list that the parent passes', passing({ 'Fn::Join': [',', [{ Ref: 'Bucket' }, 'b']] }), { Type: 'CommaDelimitedList' }, [symbol('App', 'Bucket'), 'b']],
    ['is its default where the parent passes none', { Properties: {} }, { Type: 'String', Default: 'dev' }, 'dev'],
    ['is its default where the parent passes nothing', passing({ Ref: 'AWS::NoValue' }), { Type: 'String', Default: 'dev' }, 'dev'],
    ['is what a decided condition of the parent passes', passing({ 'Fn::If': ['Never', 'yes', 'no'] }), { Type: 'String' }, 'no'],
    ['is what the parent passes where it deploys the stack', { Condition: 'C', ...passing({ 'Fn::If': ['C', 'yes', 'no'] }) }, { Type: 'String' }, 'yes'],
    ['is unknown where the parent does not know it', passing({ Ref: 'Q' }), { Type: 'String', Default: 'dev' }, UNKNOWN],
    ['is unknown where a macro may pass it', { Properties: { Parameters: { 'Fn::Transform': {} } } }, { Type: 'String', Default: 'dev' }, UNKNOWN],
    ['is unknown where its list holds a text with who knows how many commas', passing({ 'Fn::GetAtt': ['Role', 'Arn'] }), { Type: 'CommaDelimitedList' }, UNKNOWN],
    ['is unknown where the parent passes the name of a Systems Manager parameter', passing('/name'), { Type: 'AWS::SSM::Parameter::Value<String>' }, UNKNOWN],
  ])('%s', (_, stack, declaration, expected) => {
    expect(nested(stack, { P: declaration })).toEqual(expected);
  });
});
