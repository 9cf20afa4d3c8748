"""
Runs arc-dsl's solvers under CPython on fresh inputs of re-arc's generators and writes what they give, one JSON object a
line, for compare.ts. See README.md.

    python3 record.py ARC_DSL RE_ARC COUNT SEED OUT [TASK ...]
"""

import functools
import json
import random
import signal
import sys
import types
from pathlib import Path

GENERATE_SECONDS = 10
SOLVE_SECONDS = 10
TRIES_PER_INPUT = 5
LARGEST_SIDE = 30


class TimeIsUp(BaseException):
    """Not an Exception: no handler of the code that runs may catch it."""


def within(seconds, function, *arguments):
    def stop(_signal, _frame):
        raise TimeIsUp

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(*arguments)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def rank(value):
    if isinstance(value, int):
        return 0
    if isinstance(value, tuple):
        return 1
    return 2 if isinstance(value, (set, frozenset)) else 3


def compare(a, b):
    """Numbers by value, tuples by their first difference, sets by their sorted elements; numbers < tuples < sets."""
    ranks = rank(a), rank(b)
    if ranks[0] != ranks[1]:
        return ranks[0] - ranks[1]
    if ranks[0] == 0:
        return (a > b) - (a < b)
    if ranks[0] == 3:
        return (repr(a) > repr(b)) - (repr(a) < repr(b))
    left, right = (a, b) if ranks[0] == 1 else (ascending(a), ascending(b))
    for x, y in zip(left, right):
        order = compare(x, y)
        if order != 0:
            return order
    return len(left) - len(right)


KEY = functools.cmp_to_key(compare)


def ascending(values):
    """The elements of a set in canonical order, whatever order the set itself is walked in."""
    kept = getattr(values, 'ascending', None)
    if kept is not None:
        return kept
    walk = frozenset.__iter__ if isinstance(values, frozenset) else set.__iter__
    items = list(walk(values))
    try:  # cells and positions: the order that Python has for them is the canonical one
        if any(isinstance(item, (set, frozenset)) for item in items):
            raise TypeError
        items.sort()
    except TypeError:
        items.sort(key=KEY)
    if isinstance(values, frozenset) and type(values) is not frozenset:
        values.ascending = items
    return items


def ordered_types(is_reversed):
    """Stand-ins for frozenset and set that are walked ascending, or descending."""

    def walk(self):
        items = ascending(self)
        return reversed(items) if is_reversed else iter(items)

    def like(base, operation):
        method = getattr(base, operation)

        def combined(self, *others):
            result = method(self, *others)
            return result if result is NotImplemented else type(self)(result)

        return combined

    operations = ['__or__', '__and__', '__sub__', '__xor__', 'union', 'intersection', 'difference']

    def ordered(base):
        methods = {operation: like(base, operation) for operation in operations}
        return type('Ordered' + base.__name__, (base,), {'__iter__': walk, **methods})

    return ordered(frozenset), ordered(set)


def load_module(name, path, given):
    """A module from its file with some names set before its code runs."""
    module = types.ModuleType(name)
    module.__file__ = str(path)
    module.__dict__.update(given)
    sys.modules[name] = module
    exec(compile(path.read_text(), str(path), 'exec'), module.__dict__)
    return module


def load_solvers(arc_dsl, given):
    for name in ['arc_types', 'constants', 'dsl']:
        load_module(name, arc_dsl / f'{name}.py', given)
    return load_module('solvers', arc_dsl / 'solvers.py', given)


def load_generators(re_arc):
    """re-arc draws pictures too; what that needs is replaced by empty modules."""
    for name in ['matplotlib', 'matplotlib.pyplot', 'matplotlib.colors']:
        sys.modules[name] = types.ModuleType(name)
    sys.modules['matplotlib'].pyplot = sys.modules['matplotlib.pyplot']
    sys.modules['matplotlib.colors'].ListedColormap = None
    sys.modules['matplotlib.colors'].Normalize = None
    for name in ['dsl', 'utils']:
        load_module(name, re_arc / f'{name}.py', {})
    return load_module('generators', re_arc / 'generators.py', {}), sys.modules['utils']


def is_grid(value):
    return (
        isinstance(value, tuple)
        and 0 < len(value) <= LARGEST_SIDE
        and all(isinstance(row, tuple) and 0 < len(row) <= LARGEST_SIDE and len(row) == len(value[0]) for row in value)
        and all(isinstance(cell, int) and 0 <= cell <= 9 for row in value for cell in row)
    )


def fresh_input(generate, utils, seed):
    """An input grid, or None where the generator does not give one in time."""
    for attempt in range(TRIES_PER_INPUT):
        random.seed(f'{seed}-{attempt}')
        utils.rng.clear()
        try:
            grid = within(GENERATE_SECONDS, generate, 0, 1)['input']
        except (Exception, TimeIsUp):
            continue
        if is_grid(grid):
            return tuple(tuple(int(cell) for cell in row) for row in grid)
    return None


def to_json(value):
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return {'s': [to_json(item) for item in ascending(value)]}
    return {'f': getattr(value, '__name__', '?')}


def outcome(solve, grid):
    try:
        return {'output': to_json(within(SOLVE_SECONDS, solve, grid))}
    except TimeIsUp:
        return {'timeout': SOLVE_SECONDS}
    except RecursionError:
        return {'error': 'RecursionError'}
    except Exception as error:
        return {'error': type(error).__name__}


def is_other(a, b):
    """Both ended and not alike. Which exception it was does not matter."""
    if 'timeout' in a or 'timeout' in b:
        return False
    return a.get('output') != b.get('output')


def main():
    arc_dsl, re_arc, count, seed, out, *wanted = sys.argv[1:]
    sys.setrecursionlimit(3000)
    generators, utils = load_generators(Path(re_arc))
    modules = {'cpython': load_solvers(Path(arc_dsl), {})}
    for name, is_reversed in [('ascending', False), ('descending', True)]:
        frozen, mutable = ordered_types(is_reversed)
        modules[name] = load_solvers(Path(arc_dsl), {'frozenset': frozen, 'set': mutable})
    tasks = wanted or sorted(n.removeprefix('generate_') for n in vars(generators) if n.startswith('generate_'))
    with open(out, 'w', encoding='ascii') as lines:
        for number, task in enumerate(tasks, 1):
            solvers = {order: getattr(module, f'solve_{task}', None) for order, module in modules.items()}
            if None in solvers.values():
                continue
            generate = getattr(generators, f'generate_{task}')
            for k in range(int(count)):
                grid = fresh_input(generate, utils, f'{seed}-{task}-{k}')
                if grid is None:
                    continue
                outcomes = {order: outcome(solve, grid) for order, solve in solvers.items()}
                given = outcomes['cpython']
                others = [outcomes['ascending'], outcomes['descending']]
                line = {'task': task, 'input': grid, **given, 'orderDependent': any(is_other(given, o) for o in others)}
                if line['orderDependent']:
                    line['ascending'] = outcomes['ascending']
                elif any('timeout' in o for o in others):
                    line['orderUnknown'] = True
                lines.write(json.dumps(line, separators=(',', ':')) + '\n')
            lines.flush()
            print(f'\r{number}/{len(tasks)} {task}', end='', file=sys.stderr, flush=True)
    print(file=sys.stderr)


main()
