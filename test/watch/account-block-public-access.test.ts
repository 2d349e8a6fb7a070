import * as vm from 'node:vm';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountBlockPublicAccess } from '../../src';
import { ACCOUNT_BLOCK_CODE } from '../../src/watch/account-block-code';

const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

/** Runs the code of the provider with an S3 Control that answers like this, and returns what it tells CloudFormation and what it called. */
async function run(RequestType: string, answers: { put?: string; get?: object | 'AccessDenied' } = {}): Promise<{ answer: any; calls: any[]; headers: any }> {
  const calls: any[] = [];
  class Command { constructor(readonly input: any) {} }
  class GetPublicAccessBlockCommand extends Command {}
  class PutPublicAccessBlockCommand extends Command {}
  class S3ControlClient {
    async send(command: Command): Promise<object> {
      const name = command.constructor.name;
      calls.push({ name, ...command.input });
      if (command instanceof PutPublicAccessBlockCommand && answers.put) {
        throw Object.assign(new Error(`no: ${answers.put}`), { name: answers.put });
      }
      if (command instanceof GetPublicAccessBlockCommand && answers.get === 'AccessDenied') {
        throw Object.assign(new Error('no'), { name: 'AccessDenied' });
      }
      return { PublicAccessBlockConfiguration: answers.get };
    }
  }
  let answer: any;
  let headers: any;
  const https = {
    request: (_url: string, options: any, done: (response: any) => void) => {
      headers = options.headers;
      return { on: () => undefined, end: (body: string) => { answer = JSON.parse(body); done({ resume: () => undefined }); } };
    },
  };
  const modules: Record<string, object> = { 'node:https': https, '@aws-sdk/client-s3-control': { S3ControlClient, GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } };
  const exports: any = {};
  vm.runInNewContext(ACCOUNT_BLOCK_CODE, { require: (name: string) => modules[name], exports, Buffer });
  await exports.handler({ RequestType, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Settings', ResponseURL: 'https://example.com/', ResourceProperties: { AccountId: '111122223333' } });
  return { answer, calls, headers };
}

test('the code fits inline', () => {
  expect(ACCOUNT_BLOCK_CODE.length).toBeLessThanOrEqual(4096);
});

test.each(['Create', 'Update'])('%s turns on all four settings', async (type) => {
  const { answer, calls, headers } = await run(type);
  expect(calls).toEqual([{ name: 'PutPublicAccessBlockCommand', AccountId: '111122223333', PublicAccessBlockConfiguration: ALL }]);
  expect(answer).toEqual({ Status: 'SUCCESS', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Settings', PhysicalResourceId: '111122223333', Data: { ManagedBy: 'account' } });
  // The address is signed for an empty type.
  expect(headers['content-type']).toBe('');
});

test('Delete leaves the settings on', async () => {
  const { answer, calls } = await run('Delete');
  expect(calls).toEqual([]);
  expect(answer.Status).toBe('SUCCESS');
});

test('an organization that manages the settings, and has them on, is a success', async () => {
  const { answer } = await run('Create', { put: 'AccessDenied', get: ALL });
  expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { ManagedBy: 'organization' } });
});

test.each<[string, object | 'AccessDenied', string]>([
  ['denied, and one setting is off', { ...ALL, BlockPublicPolicy: false }, 'these settings are off: BlockPublicPolicy. If an S3 policy of AWS Organizations manages them, turn them on there'],
  ['denied, and nothing is set', {}, 'these settings are off: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets'],
  ['denied, and it may not look either', 'AccessDenied', 'these settings are off: BlockPublicAcls'],
])('fails: %s', async (_, get, reason) => {
  const { answer } = await run('Create', { put: 'AccessDenied', get });
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(reason) });
});

test('fails: S3 fails otherwise', async () => {
  expect((await run('Create', { put: 'InternalError', get: ALL })).answer).toMatchObject({ Status: 'FAILED', Reason: 'no: InternalError' });
});

test('the role of the provider has these two actions of S3 and no others', () => {
  const stack = new Stack(new App(), 'Stack');
  new AccountBlockPublicAccess(stack, 'Block');
  const template = Template.fromStack(stack);
  const [{ Properties }] = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
  expect(Properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action)).toEqual(['s3:PutAccountPublicAccessBlock', 's3:GetAccountPublicAccessBlock', 'logs:CreateLogStream', 'logs:PutLogEvents']);
  template.hasResourceProperties('Custom::AccountBlockPublicAccess', { AccountId: { Ref: 'AWS::AccountId' } });
});
