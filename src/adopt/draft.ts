import { Provided } from './bucket-setting';
import { isObject, isSameJson, Json, JsonObject } from './json';
import { madeKey, madeLogBucket, MADE_IDS, madeTopic } from './made-resources';
import { ownValue } from '../template/read-json';
import { ResourceAddress, Template } from '../template/template';

/** What is asked for, as names that mean the same in every template, or what stands in it. */
export interface AdoptNames {
  /** The ARN or id of a key, or the logical id of one in the template; absent: a key is made. */
  readonly encryptionKey?: string;
  readonly replacesS3ManagedEncryption?: boolean;
  /** The name of a bucket, or the logical id of one in the template; absent: a log bucket is made. */
  readonly accessLogsBucket?: string;
  readonly incompleteUploadsDays: number;
  readonly noncurrentVersionsDays: number;
}

/** A value, or why there is none. */
export type Wanted = { readonly value: Json; readonly make?: () => void } | { readonly refused: string };

/** Templates while settings are added to them: the templates that were read stay as they are. */
export class Draft {
  private readonly written = new Map<string, Record<string, Json>>();
  private readonly byId: ReadonlyMap<string, Template>;
  private readonly madeIds = new Map<string, string>();

  /** @param whyClosed why nothing of a template may be changed, if that is so */
  constructor(private readonly templates: readonly Template[], readonly names: AdoptNames, readonly whyClosed: (template: string) => string | undefined) {
    this.byId = new Map(templates.map((template) => [template.id, template]));
  }

  /** The templates as they are by now: those that nothing was added to, the very same. */
  result(): Template[] {
    return this.templates.map((template) => {
      const written = this.written.get(template.id);
      return written ? { ...template, resources: { ...template.resources, ...written } as unknown as Template['resources'] } : template;
    });
  }

  /** The resources that were changed or added so far, by template. */
  changes(): ReadonlyMap<string, Readonly<Record<string, Json>>> {
    return new Map([...this.written].map(([id, resources]) => [id, { ...resources }]));
  }

  /** The resource as the template had it. */
  original({ template, logicalId }: ResourceAddress): JsonObject {
    return recordOf(ownValue(this.byId.get(template)?.resources, logicalId));
  }

  /** The resource as it is by now. */
  resource(address: ResourceAddress): JsonObject {
    const written = this.written.get(address.template);
    return written && Object.hasOwn(written, address.logicalId) ? recordOf(written[address.logicalId]) : this.original(address);
  }

  write({ template, logicalId }: ResourceAddress, resource: Json): void {
    this.written.set(template, { ...this.written.get(template), [logicalId]: resource });
  }

  has({ template, logicalId }: ResourceAddress): boolean {
    return Object.hasOwn(this.byId.get(template)?.resources ?? {}, logicalId) || Object.hasOwn(this.written.get(template) ?? {}, logicalId);
  }

  typeIn(template: string, logicalId: string): Json | undefined {
    return this.resource({ template, logicalId }).Type;
  }

  /** The logical id, with a number behind it where that is taken by a resource, a parameter or a condition. */
  freeId(template: string, wanted: string): string {
    const { parameters = {}, conditions = {} } = this.byId.get(template) ?? {};
    const isTaken = (id: string) => this.has({ template, logicalId: id }) || Object.hasOwn(parameters, id) || Object.hasOwn(conditions, id);
    return [wanted, ...Array.from({ length: 1000 }, (_, i) => `${wanted}${i + 2}`)].find((id) => !isTaken(id))!;
  }

  /** What is made once in a template, however many ask for it; what an earlier run made is taken again. @returns its logical id */
  once(template: string, wanted: string, make: (id: string) => Readonly<Record<string, Json>>): string {
    const key = `${template}#${wanted}`;
    const made = this.madeIds.get(key);
    if (made !== undefined) {
      return made;
    }
    const id = this.idOf(template, wanted, make);
    this.madeIds.set(key, id);
    Object.entries(make(id)).filter(([logicalId]) => !this.has({ template, logicalId })).forEach(([logicalId, resource]) => this.write({ template, logicalId }, resource));
    return id;
  }

  private idOf(template: string, wanted: string, make: (id: string) => Readonly<Record<string, Json>>): string {
    const isSame = Object.entries(make(wanted)).every(([logicalId, resource]) => isSameJson(this.resource({ template, logicalId }), resource));
    return this.madeIds.get(`${template}#${wanted}`) ?? (isSame ? wanted : this.freeId(template, wanted));
  }

  /** The key that buckets of a template are encrypted with. */
  encryptionKey(template: string): Wanted {
    const { encryptionKey: named } = this.names;
    if (named === undefined) {
      const make = (id: string) => ({ [id]: madeKey() });
      return { value: { 'Fn::GetAtt': [this.idOf(template, MADE_IDS.key, make), 'Arn'] }, make: () => this.once(template, MADE_IDS.key, make) };
    }
    if (!isLogicalId(named)) {
      return { value: named };
    }
    return this.typeIn(template, named) === 'AWS::KMS::Key' ? { value: { 'Fn::GetAtt': [named, 'Arn'] } }
      : this.hasParameter(template, named) ? { value: { Ref: named } } : { refused: `there is no AWS::KMS::Key ${named} in its template. Name the key by its ARN` };
  }

  /** Where buckets of a template have their access logs delivered. */
  accessLogsBucket(template: string): Wanted {
    const { accessLogsBucket: named } = this.names;
    if (named === undefined) {
      const make = (id: string) => madeLogBucket(id, this.idBeside(template, id, MADE_IDS.logBucket, MADE_IDS.logBucketPolicy));
      return { value: { Ref: this.idOf(template, MADE_IDS.logBucket, make) }, make: () => this.once(template, MADE_IDS.logBucket, make) };
    }
    return this.typeIn(template, named) === 'AWS::S3::Bucket' || this.hasParameter(template, named) ? { value: { Ref: named } }
      : isBucketName(named) ? { value: named } : { refused: `there is no AWS::S3::Bucket ${named} in its template. Give the name of the bucket` };
  }

  /** The topic that alarms go to. */
  topic(template: string): string {
    return this.once(template, MADE_IDS.topic, (made) => madeTopic(made, this.idBeside(template, made, MADE_IDS.topic, MADE_IDS.topicKey)));
  }

  provided(): Pick<Provided, 'replacesS3ManagedEncryption' | 'incompleteUploadsDays' | 'noncurrentVersionsDays'> {
    return this.names;
  }

  /** The second of two resources that are made together, named after the first. */
  private idBeside(template: string, first: string, wantedFirst: string, wanted: string): string {
    return first === wantedFirst ? wanted : this.freeId(template, wanted);
  }

  private hasParameter(template: string, name: string): boolean {
    return Object.hasOwn(this.byId.get(template)?.parameters ?? {}, name);
  }
}

/** Whether it can be a logical id, and no name, id or ARN of a key: those have hyphens, dots or colons. */
export function isLogicalId(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(text);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text);
}

function recordOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as JsonObject : {};
}

/** The properties of a resource, where they are written out; none is no properties. */
export function propertiesOf({ Properties }: JsonObject): JsonObject | undefined {
  return Properties === undefined || Properties === null ? {} : isObject(Properties) ? Properties : undefined;
}
