import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { writing } from '../sdk-faults.ts';

/** Writes one row if its condition holds. */
export async function conditionalPut(
  client: DynamoDBDocumentClient,
  params: PutCommandInput,
): Promise<'written' | 'refused'> {
  try {
    await writing(client.send(new PutCommand(params)));
    return 'written';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'refused';
    throw error;
  }
}
