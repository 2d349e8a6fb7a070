/** A resource as it stands in a CloudFormation template. */
export interface TemplateResource {
  readonly Type: string;
  /** The condition under which the resource is deployed at all. */
  readonly Condition?: unknown;
  readonly Properties?: unknown;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
}

export interface TemplateOutput {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
}

/** One CloudFormation template and what is known of where it will be deployed. */
export interface Template {
  /** Unique among the templates judged together: the path of a stack, or of a file. */
  readonly id: string;
  readonly stackName?: string;
  /** The account, if it is decided before deployment. */
  readonly account?: string;
  /** The Region, if it is decided before deployment. */
  readonly region?: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, TemplateOutput>>;
  /** The parameters as they are declared. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The values that parameters are given, where they are decided before deployment. */
  readonly parameterValues?: Readonly<Record<string, string>>;
  readonly mappings?: Readonly<Record<string, unknown>>;
  readonly conditions?: Readonly<Record<string, unknown>>;
  /** Conditions that are taken to hold, or not to, though they are decided at deployment. */
  readonly assumed?: Readonly<Record<string, boolean>>;
  /** The macros at the top of the template, by the key that they stand under. */
  readonly transforms?: Readonly<Record<string, unknown>>;
  /** The names of loop items of which nothing is known, where a loop stands for what it makes of any item. */
  readonly anyItems?: ReadonlySet<string>;
  /** The loops over what is not known before deployment. */
  readonly loopFates?: readonly LoopFate[];
  /** For the template of a nested stack: the resource that deploys it. */
  readonly parent?: ResourceAddress;
  /** The keys that stand twice in the text, of which the last counts. */
  readonly repeatedKeys?: readonly TemplatePath[];
  /** Has every parameter, but of the resources only those that facts are read from. */
  readonly leavesOutResources?: boolean;
  /** What SAM puts into resources from its Globals stands in them already. */
  readonly hasGlobals?: boolean;
  /** Made by CDK, so that its constructs could have left their marks. */
  readonly fromCdk: boolean;
  /** What is known besides of resources that are there already; there iff they were read from an account. */
  readonly live?: LiveResources;
  /** Finds the path of the construct that made a resource, where the template itself may not say so. */
  readonly constructPathOf?: (logicalId: string) => string | undefined;
}

/** What is known of resources that are there already, beside their properties. The logical id of a key is its id, that of a bucket its name. */
export interface LiveResources {
  readonly partition: string;
  /** All buckets of the account in the Region are here: one that gets logs from none of them gets none. */
  readonly isWhole: boolean;
  /** The account-level Block Public Access configuration, as a property of a bucket has it. */
  readonly publicAccessBlock: unknown;
}

/** A loop over what is not known before deployment: where it stands, and whether it was judged once, for any item, or left out. */
export interface LoopFate {
  readonly path: TemplatePath;
  readonly judgedOnce: boolean;
}

/** Where a resource stands among the templates judged together. */
export interface ResourceAddress {
  readonly template: string;
  readonly logicalId: string;
}

/** Where something stands in a template as it is written: the keys and indexes that lead to it from the top. */
export type TemplatePath = readonly (string | number)[];

/** A place in one of the templates judged together. */
export interface TemplatePlace {
  readonly template: string;
  readonly path: TemplatePath;
}
