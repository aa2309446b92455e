import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

const client = new EventBridgeClient({});

/** New links → the bus. */
export async function handler({ Records }) {
  const Entries = Records.map(({ dynamodb: { NewImage } }) => ({
    EventBusName: process.env.BUS,
    Source: 'shortener',
    DetailType: 'link.made',
    Detail: JSON.stringify({ slug: NewImage.slug.S, url: NewImage.url.S }),
  }));
  const { FailedEntryCount, Entries: answers } = await client.send(new PutEventsCommand({ Entries }));
  if (FailedEntryCount > 0) throw new TypeError(JSON.stringify(answers));
}
