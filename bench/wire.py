"""Two network namespaces joined by a veth pair, tcpreplay at one end, and a program that captures at the other."""
import collections, json, os, re, shutil, signal, subprocess, sys, tempfile, time
import traffic

signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was made is taken away

TICKS = os.sysconf('SC_CLK_TCK')
BUFFER_MB = 64  # the default of tlsfloor watch, given to all

Result = collections.namedtuple('Result', 'received kernel own found')


def need(*programs):
    if os.geteuid() != 0:
        sys.exit('%s: needs root, for network namespaces' % sys.argv[0])
    missing = [p for p in programs if not shutil.which(p)]
    if missing:
        sys.exit('%s: not found: %s' % (sys.argv[0], ', '.join(missing)))


class Wire:
    """Packets go in at "out" of one namespace and come out at "in" of the other; nothing else does."""

    def __enter__(self):
        self.a, self.b = ('tlsfloor-bench-%d-%s' % (os.getpid(), side) for side in 'ab')
        run = lambda *words: subprocess.run(words, check=True)
        for space in (self.a, self.b):
            run('ip', 'netns', 'add', space)
        run('ip', '-n', self.a, 'link', 'add', 'out', 'mtu', '9000', 'type', 'veth',
            'peer', 'name', 'in', 'mtu', '9000', 'netns', self.b)
        for space, end in ((self.a, 'out'), (self.b, 'in')):
            run('ip', 'netns', 'exec', space, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1',
                'net.ipv6.conf.default.disable_ipv6=1')
            run('ip', '-n', space, 'link', 'set', end, 'arp', 'off', 'up')
        run('ip', '-n', self.b, 'link', 'set', 'lo', 'up')
        return self

    def __exit__(self, *_):
        for space in (self.a, self.b):
            subprocess.run(['ip', 'netns', 'del', space])

    def at_end(self, *words):
        return ['ip', 'netns', 'exec', self.b, *words]

    def replay(self, path, rate, loops=1):
        """
        A tcpreplay that sends a capture, each time with other addresses, so that connections are new ones; rate in packets a
        second, 0 for as fast as can be.
        """
        pace = '--pps=%d' % rate if rate else '--topspeed'
        return subprocess.Popen(
            ['ip', 'netns', 'exec', self.a, 'tcpreplay', '-q', '-K', '-l', str(loops), pace, '-i', 'out']
            + (['--unique-ip'] if loops > 1 else []) + [path],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


class Load:
    """Processes that do nothing but use the processors, at the priority of any program."""

    def __init__(self, processes):
        self.processes = processes

    def __enter__(self):
        self.running = [subprocess.Popen(['sh', '-c', 'while :; do :; done']) for _ in range(self.processes)]
        return self

    def __exit__(self, *_):
        for process in self.running:
            process.kill()
            process.wait()


def sent(replay):
    """Waits for a replay; packets sent, and packets a second."""
    said = replay.communicate()[0]
    packets, pace = re.search(r'Actual: (\d+) packets', said), re.search(r'Rated:.* ([0-9.]+) pps', said)
    if replay.returncode or not packets:
        sys.exit('tcpreplay failed:\n' + said)
    return int(packets.group(1)), float(pace.group(1))


class Reader:
    """A program that captures, in the far namespace, with what it writes in a folder of its own."""
    ready = None  # what it says when it captures
    environment = {}

    def __init__(self, wire):
        self.wire = wire
        self.folder = tempfile.mkdtemp(prefix='tlsfloor-bench-')
        self.out, self.err = os.path.join(self.folder, 'out'), os.path.join(self.folder, 'err')

    def __enter__(self):
        with open(self.out, 'w') as out, open(self.err, 'w') as err:
            self.process = subprocess.Popen(
                self.wire.at_end(*self.command()), stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                start_new_session=True,  # as of a service: its share of the processors is its own (sched(7))
                env={**os.environ, 'TMPDIR': self.folder, **self.environment})
        for _ in range(600):
            if self.ready in self.said():
                break
            if self.process.poll() is not None:
                sys.exit('%s ended:\n%s' % (self.command()[0], self.said()))
            time.sleep(0.1)
        else:
            sys.exit('%s did not start:\n%s' % (self.command()[0], self.said()))
        time.sleep(1)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self):
        with open(self.err, errors='replace') as err, open(self.out, errors='replace') as out:
            return err.read() + out.read(1 << 16)

    def family(self):
        """This process and all below it."""
        parents = {}
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open('/proc/%s/stat' % pid) as f:
                    parents[int(pid)] = int(f.read().rsplit(')', 1)[1].split()[1])
            except OSError:
                pass
        found, grown = {self.process.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in found} - found
            found, grown = found | more, bool(more)
        return found

    def used(self):
        """Processor seconds, resident MB now and at most, of the family."""
        seconds, now, most = 0, 0, 0
        for pid in self.family():
            try:
                with open('/proc/%d/stat' % pid) as f:
                    fields = f.read().rsplit(')', 1)[1].split()
                with open('/proc/%d/status' % pid) as f:
                    status = f.read()
            except OSError:
                continue
            seconds += (int(fields[11]) + int(fields[12])) / TICKS
            now += int(re.search(r'VmRSS:\s*(\d+)', status).group(1)) / 1024
            most += int(re.search(r'VmHWM:\s*(\d+)', status).group(1)) / 1024
        return seconds, now, most

    def settle(self, most=300):
        """Waits until the program has caught up, which is when it uses less than a tenth of a core; seconds that took."""
        start = time.monotonic()
        while time.monotonic() - start < most:
            before = self.used()[0]
            time.sleep(1)
            if self.used()[0] - before < 0.1:
                break
        return max(0, time.monotonic() - start - 1)

    def stop(self):
        self.process.terminate()  # SIGINT is ignored by what a script starts in the background
        try:
            self.process.wait(120)
        except subprocess.TimeoutExpired:
            sys.exit('%s did not end:\n%s' % (self.command()[0], self.said()))
        return self.result()

    def number(self, pattern):
        found = re.search(pattern, self.said())
        return int(found.group(1)) if found else 0


class Tlsfloor(Reader):
    ready = ': engine'

    def __init__(self, wire, engine, buffer='%dM' % BUFFER_MB, **keys):
        super().__init__(wire)
        self.options = ()
        self.config = os.path.join(self.folder, 'tlsfloor.conf')
        with open(self.config, 'w') as config:
            config.write('[watch]\n')
            for key, value in dict(keys, engine=engine, buffer=buffer).items():
                config.write('%s = "%s"\n' % (key, value))

    def command(self):
        return [traffic.TLSFLOOR, 'watch', '-i', 'in', '--config', self.config, '--format', 'jsonl', *self.options]

    def result(self):
        found, run = 0, None
        with open(self.out) as out:
            for line in out:
                record = json.loads(line)
                dataset = record['event']['dataset']
                found += dataset == 'tlsfloor.connection'
                if dataset == 'tlsfloor.run':
                    run = record['tlsfloor']['run']
        if run is None:
            sys.exit('tlsfloor ended without a run line:\n' + self.said())
        coverage = run['coverage']
        return Result(run['packets'], coverage['kernel_drops'] + coverage['interface_drops'],
                      coverage['queue_drops'], found)


class Tcpdump(Reader):
    """Writes nothing and looks at nothing: what the machine can do."""
    ready = 'listening on'

    def command(self):
        return ['tcpdump', '-i', 'in', '-B', str(BUFFER_MB << 10), '-w', '/dev/null']

    def result(self):
        return Result(self.number(r'(\d+) packets captured'), self.number(r'(\d+) packets dropped by kernel'), 0, None)


class Tshark(Reader):
    """Prints the stream of each ServerHello below TLS 1.2, and at the end how many frames it looked at."""
    ready = 'Capturing on'

    def command(self):
        return ['tshark', '-i', 'in', '-n', '-B', str(BUFFER_MB), '-T', 'fields', '-e', 'tcp.stream', '-z', 'io,stat,0',
                '-Y', 'tls.handshake.type == 2 && tls.handshake.version < 0x0303']

    def result(self):
        with open(self.out) as out:
            text = out.read()
        frames = re.search(r'<>[^|]*\|\s*(\d+)', text)
        return Result(int(frames.group(1)) if frames else 0, self.number(r'(\d+) packets? dropped from'), 0,
                      len(set(re.findall(r'^(\d+)$', text, re.MULTILINE))))


class Suricata(Reader):
    """
    TPACKET_V3 with a thread for each core, workers, no parser and no output but TLS and one rule, and flows let go once they
    are encrypted: what its manual advises for speed. Each thread has its share of the buffer.
    """
    ready = 'Engine started'

    def command(self):
        threads = os.cpu_count()
        block, frame = 1 << 20, 9216  # a frame of the ring holds the MTU and the ring's own header
        rules, config = os.path.join(self.folder, 'old.rules'), os.path.join(self.folder, 'suricata.yaml')
        with open(rules, 'w') as f:
            f.write('alert tls any any -> any any (msg:"below TLS 1.2"; flow:established,to_client; '
                    'ssl_version:sslv3,tls1.0,tls1.1; sid:1; rev:1;)\n')
        with open(config, 'w') as f:
            f.write('''%%YAML 1.1
---
vars:
  address-groups: {HOME_NET: any, EXTERNAL_NET: any}
default-log-dir: %s
default-rule-path: %s
rule-files: [old.rules]
runmode: workers
capture: {checksum-validation: none}
outputs:
  - eve-log: {enabled: yes, filename: eve.json, types: [alert]}
app-layer:
  protocols:
    tls: {enabled: yes, detection-ports: {dp: 443}, encryption-handling: bypass}
stream: {checksum-validation: no, bypass: yes}
af-packet:
  - interface: in
    threads: %d
    cluster-id: 99
    cluster-type: cluster_flow
    defrag: yes
    use-mmap: yes
    tpacket-v3: yes
    block-size: %d
    ring-size: %d
    checksum-checks: no
''' % (self.folder, self.folder, threads, block, (BUFFER_MB << 20) // threads // frame))
        return ['suricata', '-c', config, '--af-packet=in', '-k', 'none', '-l', self.folder, '-v']

    def result(self):
        with open(os.path.join(self.folder, 'eve.json')) as out:
            flows = {json.loads(line)['flow_id'] for line in out}
        packets, drops = self.number(r'in: packets: (\d+)'), self.number(r'in: packets: \d+, drops: (\d+)')
        return Result(packets - drops, drops, 0, len(flows))
