namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Opens the listening sockets as systemd does (sd_listen_fds(3)), runs the gateway with them, and after SIGHUP another one with the same.</summary>
internal static class SocketActivation
{
    private const string Script = """
        import ctypes, json, os, signal, socket, sys
        named, command = sys.argv[1] == "named", sys.argv[2:]
        listeners = json.load(open(command[-1]))["MailGuard"]["Listeners"]
        sockets = []
        for listener in listeners:
            host, port = listener["Endpoint"].rsplit(":", 1)
            opened = socket.create_server((host, int(port)), backlog=512)
            sockets.append(os.dup2(opened.fileno(), 100 + len(sockets), inheritable=False))

        def run():
            child = os.fork()
            if child > 0:
                return child
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # not longer than this program
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            for i, descriptor in enumerate(sockets):
                os.dup2(descriptor, 3 + i)
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(sockets)))
            if named:
                os.environ["LISTEN_FDNAMES"] = ":".join(listener["Name"] for listener in listeners)
            os.execvp(command[0], command)

        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD])
        while True:
            print("starting", flush=True)
            child = run()
            asked = signal.sigwait([signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD])
            if asked != signal.SIGCHLD:
                os.kill(child, signal.SIGTERM)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if asked != signal.SIGHUP or code != 0:
                sys.exit(code)
            while signal.sigtimedwait([signal.SIGCHLD], 0):
                pass
        """;

    /// <param name="named">Whether the sockets carry the listeners' names; else they are told apart by their addresses.</param>
    public static string[] RunBy(TempFolder folder, bool named) =>
        [Programs.Require("python3"), folder.Write("activate.py", Script), named ? "named" : "unnamed"];
}
