import { Command, OptionValues } from 'commander';
import { AwsPort } from '../account/account-reader';

/** Where AWS is, and who asks. */
export interface Connection {
  readonly region?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly roleArn?: string;
}

/** Adds the options of a connection to a command. */
export function addConnection(command: Command, region: string): Command {
  return command
    .option('--region <region>', region)
    .option('--profile <name>', 'the profile of the AWS configuration to ask with')
    .option('--role-arn <arn>', 'the role to assume and ask with')
    .option('--endpoint-url <url>', 'another place than AWS, such as a server for tests');
}

export function connectionOf({ region, profile, roleArn, endpointUrl }: OptionValues): Connection {
  return { region, profile, roleArn, endpointUrl };
}

/** Connects to AWS. @returns what an account is asked with, and how to end it */
export type Connect = (connection: Connection) => Promise<AwsPort & { destroy(): void }>;

/** Loads the AWS SDK only where someone asks an account: it is most of the command's code. */
export const connectToAws: Connect = async (connection) => {
  // What it says of versions of Node.js is for those who write programs with it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { createClients } = await import('../account/aws-clients.js');
  return createClients(connection);
};
