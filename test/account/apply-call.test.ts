import { fakeAccount } from './fake-account';
import { applyCall } from '../../src/account/apply-call';
import { createClients } from '../../src/account/aws-clients';
import { SETTING_CALLS } from '../../src/repair/repair-calls';

test('a call is sent in the Region of its bucket, with dates where the SDK wants them', async () => {
  const sent: unknown[] = [];
  const on = fakeAccount({ 's3 PutBucketLifecycleConfiguration': (input) => { sent.push(input); } });
  await applyCall(on, 'us-west-2', {
    service: 's3', call: 'PutBucketLifecycleConfiguration', input: { Bucket: 'b', LifecycleConfiguration: { Rules: [{ ID: '2030-01-01', Transitions: [{ Date: '2030-01-01T00:00:00.000Z' }] }] } },
  });
  expect(on.made).toEqual(['PutBucketLifecycleConfiguration b us-west-2']);
  expect(sent).toEqual([{ Bucket: 'b', LifecycleConfiguration: { Rules: [{ ID: '2030-01-01', Transitions: [{ Date: new Date('2030-01-01T00:00:00.000Z') }] }] } }]);
});

/** The SDK refuses the input before anything is sent, and what it has no command for is an error of ours. */
test.each(Object.keys(SETTING_CALLS))('%s has its command', async (call) => {
  const clients = createClients({ region: 'eu-west-1', endpointUrl: 'http://127.0.0.1:9', maxAttempts: 1 });
  try {
    await expect(applyCall(clients, 'eu-west-1', { service: 's3', call, input: {} })).rejects.not.toThrow(/there is no call/);
  } finally {
    clients.destroy();
  }
});
