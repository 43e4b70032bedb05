"""asyncio: the ordinary selector event loop instead of the browser's, which can't wait."""

import asyncio
import asyncio.events
import asyncio.runners


class EventLoop(asyncio.SelectorEventLoop):
    """Runs what others give to a thread right here: there are no threads, and name lookups are what it is mostly used for."""

    def run_in_executor(self, executor, function, *arguments):
        if executor is not None:
            return super().run_in_executor(executor, function, *arguments)
        future = self.create_future()
        try:
            result = function(*arguments)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(result)
        return future

    async def subprocess_exec(self, *arguments, **named):
        raise OSError("Other programs can't be started from PatchMonster's Python.")

    subprocess_shell = subprocess_exec


class EventLoopPolicy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = EventLoop


def install():
    # Pyodide's own asks JavaScript first, to which a show's Python has no door.
    asyncio.run = asyncio.runners.run
    asyncio.events._set_event_loop_policy(EventLoopPolicy())
    # The loop of the browser calls itself running for ever, and no other could run beside it.
    asyncio.events._set_running_loop(None)
