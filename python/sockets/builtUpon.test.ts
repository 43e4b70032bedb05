import { describe, expect, it } from 'vitest';
import { testCertificate } from './testing/certificate.ts';
import { startInterpreter } from './testing/interpreterFixture.ts';
import { greet, listenHttp, listenHttps, listenTcp } from './testing/peers.ts';

const { run, runWith } = startInterpreter();

describe('select', () => {
  it('waits for several, with a timeout, also through selectors and poll', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        start = time.monotonic(); nothing = select.select([a], [], [], 0.05); waited = time.monotonic() - start >= 0.045
        b.send(b'x')
        select.select([a], [], [], 5)
        both = select.select([a, b], [b], [], 5)
        s = selectors.DefaultSelector(); s.register(a, selectors.EVENT_READ, 'me')
        events = [(key.data, mask) for key, mask in s.select(5)]
        p = select.poll(); p.register(a, select.POLLIN); polled = len(p.poll(5000))
        a.close(); b.close(); s.close()
        return nothing, waited, both == ([a], [b], []), events, polled`),
    ).toBe("(([], [], []), True, True, [('me', 1)], 1)");
  });

  it('counts an unconnected TCP socket as readable, and refuses what is no descriptor', async () => {
    expect(
      await run(`
        s = socket.socket(); readable = select.select([s], [], [], 0)[0] == [s]; s.close()
        errors = []
        for call in (lambda: select.select([s], [], []), lambda: select.select([object()], [], []), lambda: select.select(1, [], []), lambda: select.select([], [], [], -1), lambda: select.select([900], [], [], 0)):
            try: call()
            except Exception as error: errors.append(type(error).__name__)
        return readable, errors`),
    ).toBe("(True, ['ValueError', 'TypeError', 'TypeError', 'ValueError', 'OSError'])");
  });
});

describe('what is built upon sockets', () => {
  it('makefile reads lines and writes', async () => {
    expect(
      await run(`
        a, b = socket.socketpair()
        with b.makefile('rw', newline='\\n') as f:
            a.sendall(b'one\\ntwo\\n'); lines = f.readline(), f.readline()
            f.write('answer'); f.flush()
        got = a.recv(10); a.close(); b.close()
        return lines, got`),
    ).toBe("(('one\\n', 'two\\n'), b'answer')");
  });

  it('http.client keeps a connection, urllib fetches', async () => {
    const text = await runWith(
      listenHttp((request, response) => response.end(`${'H'.repeat(200_000)}${request.url}`)),
      (port) => `
        import http.client, urllib.request
        c = http.client.HTTPConnection('127.0.0.1', ${port}, timeout=10)
        c.request('GET', '/one'); first = c.getresponse(); body = first.read()
        c.request('GET', '/two'); second = c.getresponse().read(); c.close()
        with urllib.request.urlopen('http://localhost:${port}/three', timeout=10) as answer: third = answer.read()
        return first.status, len(body), body[-4:], second[-4:], third[-6:]`,
    );
    expect(text).toBe("(200, 200004, b'/one', b'/two', b'/three')");
  });

  it('TLS verifies the server, speaks, and says why it does not trust', async () => {
    const text = await runWith(
      listenHttps((request, response) => response.end(`secure ${request.url}`)),
      (port) => `
        import http.client, ssl, urllib.request, urllib.error
        pem = ${JSON.stringify(testCertificate)}
        context = ssl.create_default_context(cadata=pem)
        c = http.client.HTTPSConnection('localhost', ${port}, timeout=10, context=context)
        c.request('GET', '/a'); body = c.getresponse().read()
        subject = c.sock.getpeercert()['subject'], c.sock.version(), len(c.sock.cipher()), len(c.sock.getpeercert(True)) > 100
        c.close()
        with urllib.request.urlopen('https://127.0.0.1:${port}/b', timeout=10, context=context) as answer: second = answer.read()
        try: urllib.request.urlopen('https://localhost:${port}/', timeout=10)
        except urllib.error.URLError as error: untrusted = type(error.reason).__name__
        plain = ssl._create_unverified_context()
        with urllib.request.urlopen('https://localhost:${port}/c', timeout=10, context=plain) as answer: third = answer.read()
        s = context.wrap_socket(socket.socket(), server_hostname='localhost'); s.connect(('127.0.0.1', ${port}))
        s.sendall(b'GET /d HTTP/1.0\\r\\n\\r\\n'); fourth = b''
        while part := s.recv(1000): fourth += part
        s.close()
        try: context.wrap_socket(socket.socket(), server_side=True)
        except NotImplementedError as error: sentence = str(error)[:15]
        return body, subject, second, untrusted, third, fourth[-9:], sentence`,
    );
    expect(text).toBe(
      "(b'secure /a', (((('commonName', 'PatchMonster test'),),), 'TLSv1.3', 3, True), b'secure /b', 'SSLCertVerificationError', b'secure /c', b'secure /d', 'TLS servers are')",
    );
  });

  it('asyncio runs streams, timeouts and name lookups with asyncio.run', async () => {
    expect(
      await run(`
        import asyncio
        async def main():
            async def answer(reader, writer):
                writer.write((await reader.readline()).upper()); await writer.drain(); writer.close()
            server = await asyncio.start_server(answer, '127.0.0.1', 0)
            port = server.sockets[0].getsockname()[1]
            reader, writer = await asyncio.open_connection('localhost', port)
            writer.write(b'line\\n')
            got = await asyncio.wait_for(reader.readline(), 5)
            try: await asyncio.wait_for(asyncio.sleep(60), 0.05)
            except TimeoutError: timed_out = True
            writer.close(); server.close()
            return got, timed_out, await asyncio.to_thread(lambda: 7)
        return asyncio.run(main()), asyncio.run(main())[0]`),
    ).toBe("((b'LINE\\n', True, 7), b'LINE\\n')");
  });

  it('the example of the documentation receives until the peer closes', async () => {
    const text = await runWith(
      listenTcp(greet),
      (port) => `
        received = []
        def socket_handler(sock):
            data = sock.recv(1024)
            received.append(data)
            if(len(data) == 0):
                sock.close()
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        s.connect(("localhost", ${port}))
        while s.fileno() >= 0:
            if select.select([s], [], [], 5)[0]: socket_handler(s)
        return b''.join(received), received[-1]`,
    );
    expect(text).toBe("(b'hello world', b'')");
  });
});

describe('what there is not', () => {
  it('names the alternative', async () => {
    expect(
      await run(`
        sentences = []
        try: threading.Thread(target=print).start()
        except RuntimeError as error: sentences.append('midimonster.interval()' in str(error))
        try: socket.AF_UNIX
        except AttributeError as error: sentences.append('127.0.0.1' in str(error))
        sentences.append(hasattr(socket, 'AF_UNIX'))
        try: socket.socket(socket.AF_INET, socket.SOCK_RAW)
        except OSError as error: sentences.append(errno.errorcode[error.errno])
        return sentences`),
    ).toBe("[True, True, False, 'EPROTONOSUPPORT']");
  });

  it('ends at a number of sockets instead of growing', async () => {
    expect(
      await run(`
        kept = []
        try:
            for _ in range(2000): kept.append(socket.socket())
        except OSError as error: name = errno.errorcode[error.errno]
        count = len(kept)
        for s in kept: s.close()
        return name, count > 900, socket.socket().fileno() >= 0`),
    ).toBe("('EMFILE', True, True)");
  });
});
