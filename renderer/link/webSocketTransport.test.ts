import { expect, test } from 'vitest';
import { linkUrl } from './webSocketTransport.ts';

test.each([
  ['http://127.0.0.1:8080/?token=abc', 'ws://127.0.0.1:8080/link?token=abc'],
  ['https://box.local/patch/?token=a%2Fb&x=1#y', 'wss://box.local/link?token=a%2Fb'],
  ['http://localhost:1/', 'ws://localhost:1/link'],
])('the link of %s is %s', (page, link) => expect(linkUrl(page)).toBe(link));
