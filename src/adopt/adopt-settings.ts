import { addAlarms } from './add-alarms';
import { addStatements } from './add-statements';
import { AdoptSetting, Subject } from './adopt-setting';
import { BucketSetting, Provided } from './bucket-setting';
import { BUCKET_SETTINGS } from './bucket-settings';
import { Draft, propertiesOf } from './draft';
import { Json, JsonObject } from './json';
import { SET_ENCRYPTION, SET_LOG_ENCRYPTION } from './settings-of-encryption';
import { SET_BLOCK_PUBLIC_ACCESS } from './settings-of-exposure';
import { SET_ACCESS_LOGGING } from './settings-of-monitoring';
import { STATEMENT_SETTINGS } from './statement-settings';
import { RETAINED_ON_DELETE } from '../rules/durability';
import { POLICY_NOT_PUBLIC } from '../rules/exposure';
import { REQUEST_ALARMS } from '../rules/monitoring';
import { ResourceAddress } from '../template/template';

/** Everything that is added to buckets, in the order in which it is: each sees the bucket with those before it. */
export const ADOPT_SETTINGS: readonly AdoptSetting[] = [
  ...BUCKET_SETTINGS.flatMap((setting) => setting === SET_ENCRYPTION ? [onBucket(SET_ENCRYPTION), onBucket(SET_LOG_ENCRYPTION)] : [onBucket(setting)]),
  ...STATEMENT_SETTINGS.map((setting): AdoptSetting => {
    const { id, title, rules } = setting;
    return { id, title, rules, add: (bucket, draft) => addStatements(setting, bucket, draft) };
  }),
  { id: 'request-alarms', title: 'Alarm on requests', rules: [REQUEST_ALARMS.id], add: addAlarms },
  { id: 'retained', title: 'Retain what leaves the stack', rules: [RETAINED_ON_DELETE.id], add: retain },
];

/** Whether access logs are delivered to it, or are to be. */
export function receivesLogs({ facts: { isAccessLogTarget, address, name } }: Subject, { names }: Draft): boolean {
  return (isAccessLogTarget.known && isAccessLogTarget.value) || (names.accessLogsBucket !== undefined && [address.logicalId, name].includes(names.accessLogsBucket));
}

function onBucket(setting: BucketSetting): AdoptSetting {
  const { id, title, rules, property } = setting;
  return {
    id,
    title,
    rules,
    add: (bucket, draft) => {
      const { address } = bucket.facts;
      const resource = draft.resource(address);
      const properties = propertiesOf(resource);
      if (properties === undefined) {
        return 'Properties are decided at deployment. Add it there';
      }
      const forLogs = receivesLogs(bucket, draft);
      if ((setting === SET_ENCRYPTION && forLogs) || (setting === SET_LOG_ENCRYPTION && !forLogs) || (setting === SET_ACCESS_LOGGING && forLogs)) {
        return undefined;
      }
      const open = setting === SET_BLOCK_PUBLIC_ACCESS ? whyPublic(bucket) : undefined;
      if (open !== undefined) {
        return open;
      }
      const wanted = setting === SET_ENCRYPTION ? draft.encryptionKey(address.template) : setting === SET_ACCESS_LOGGING ? draft.accessLogsBucket(address.template) : undefined;
      if (wanted && 'refused' in wanted) {
        return wanted.refused;
      }
      const result = setting.fill(properties, { ...draft.provided(), ...provided(setting, wanted?.value, address) }, propertiesOf(draft.original(address)) ?? {});
      if (result.kind === 'filled') {
        wanted?.make?.();
        draft.write(address, { ...resource, Properties: { ...properties, [property]: result.value } });
      }
      return result.kind === 'refused' ? result.reason : undefined;
    },
  };
}

/** Logs of several buckets in one are told apart by what their keys begin with. */
function provided(setting: BucketSetting, value: Json | undefined, { logicalId }: ResourceAddress): Partial<Provided> {
  return value === undefined ? {} : setting === SET_ENCRYPTION ? { encryptionKey: value } : { logging: { DestinationBucketName: value, LogFilePrefix: `${logicalId}/` } };
}

/** Who reads through a public policy would not any more. */
function whyPublic({ findings }: Subject): string | undefined {
  const found = findings.find(({ rule }) => rule === POLICY_NOT_PUBLIC.id);
  return found && `${lowerFirst(found.message)}. Blocking public access would remove that access: ${found.fix}`;
}

export function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** The bucket, its policy and its key, as far as they stand in these templates. */
function retain({ facts: { address, policies, encryption } }: Subject, draft: Draft): string | undefined {
  const key = encryption.keyAccess.address;
  const beside = [...policies.map((policy) => policy.address), ...key ? [key] : []].filter((one) => draft.has(one) && draft.whyClosed(one.template) === undefined);
  const open = [address, ...beside].flatMap((one) => retainOne(one, draft));
  return open.length === 0 ? undefined : `${open.join(', ')} in writing. Set it to Retain, unless the data may go with the stack`;
}

function retainOne(address: ResourceAddress, draft: Draft): string[] {
  const resource = draft.resource(address);
  const names = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;
  const absent = names.filter((name) => resource[name] === undefined);
  if (absent.length > 0 && resource.Type !== undefined) {
    draft.write(address, withAttributes(resource, Object.fromEntries(absent.map((name) => [name, 'Retain']))));
  }
  return names.flatMap((name) => {
    const value = resource[name];
    return absent.includes(name) || String(value).startsWith('Retain') ? [] : [`${name} of ${address.logicalId} is ${typeof value === 'string' ? value : 'decided at deployment'}`];
  });
}

/** Attributes stand before the properties, where people look for them. */
function withAttributes({ Properties, ...rest }: JsonObject, attributes: JsonObject): JsonObject {
  return { ...rest, ...attributes, ...Properties === undefined ? {} : { Properties } };
}
