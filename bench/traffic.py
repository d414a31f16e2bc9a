"""The captures that the scripts here measure with, made by bench's generator."""
import os, subprocess, sys

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
TLSFLOOR = os.path.join(HOME, 'tlsfloor')


def build():
    """Builds tlsfloor, if that is needed."""
    subprocess.run([TLSFLOOR, '--version'], check=True, stdout=subprocess.DEVNULL)


def build_generator(folder):
    """Builds the generator; its class path."""
    listing = os.path.join(folder, 'classpath')
    subprocess.run([os.path.join(HOME, 'mvnw'), '-q', '-B', '-Pquick', '-DskipTests', '-pl', 'bench', '-am',
                    'package', 'dependency:build-classpath', '-Dmdep.outputFile=' + listing],
                   check=True, cwd=HOME, stdin=subprocess.DEVNULL)
    with open(listing) as f:
        libraries = f.read().strip()
    classes = [os.path.join(HOME, 'bench', 'target', d, 'classes') for d in ('quick', '')]
    return ':'.join([next(c for c in classes if os.path.isdir(c)), libraries])


def generate(classpath, path, size, data, old=100, seed=1):
    """A capture of size bytes; data segments a connection on average, one connection in old below TLS 1.2."""
    subprocess.run(['java', '-cp', classpath, 'io.tlsfloor.bench.GenerateCapture', '--size', size, '--data', str(data),
                    '--old', str(old), '--seed', str(seed), path], check=True)
    return planted(path)


def planted(path):
    """What was planted in a generated capture: packets, bytes, connections, planted, clients."""
    if not os.path.exists(path + '.planted'):
        sys.exit('%s is no capture of the generator: there is no %s.planted' % (path, path))
    with open(path + '.planted') as f:
        return {k: int(v) for k, v in (line.split() for line in f)}
