using System.Text;

namespace Connelink.MailGuard.Tests.Protection;

/// <summary>What GnuPG 2.2 made of one text with one key.</summary>
internal static class PgpSamples
{
    public const string Encrypted = """
        -----BEGIN PGP MESSAGE-----

        hF4D5zc3kfubK84SAQdA2VGo81qDuwS/wesqnTmE6hTb75groaY86LajB2622AQw
        Ywg4+AYBmJ0INqn0M8NA+BEaDqIJf0eYGREqeUbmfiyLYINuBuunkd+cpEjXBYxt
        0lsBWKV2jY+/3FiAylPt4Glvbzu5CbdrNp5tYSMVEQRDsw/CR7eD5Ya9eWLZQOvI
        j/mnDfxetocar67I2iCKKKHlWI/CTnn7iVHLJLtHGwH1YxlhLIVp4mrKu4hx
        =yfTD
        -----END PGP MESSAGE-----
        """;

    public const string Symmetric = """
        -----BEGIN PGP MESSAGE-----

        jA0ECQMCo/LKZIoYSFn/0lUB6pV13wE2C2yNTs7uzcriW+lvGvLA9LdEoNKYVGPV
        L30343aNV9UWsQkhr+XOT+4POaK47iEBVsH2p4BB8/wCxk3rrKQ0NuVqaD6KSO7z
        Lp/QlRF+
        =gqv9
        -----END PGP MESSAGE-----
        """;

    /// <summary>Compressed with ZIP, as GnuPG does by default.</summary>
    public const string Signed = """
        -----BEGIN PGP MESSAGE-----

        owGbwMvMwCE2Kew+Z8QNi2jGNWpJrCV6JRUl2awz6jxSc3LyFRxTEnV4uXQVEhVS
        EoszeLmSKlN5uTpKWRjEOBhkxRRZZoXbsJ0713H31OXwTTBzWJlA+hm4OAVgInUL
        Gf4Zu/2xZTw3MXrGOkOnfZOfnciMjdqR6caeYSnwIaLizIFVDH+lVua/dp95c5ff
        iS9hk4puXgq7Z5L9Zr5Ru1/iB3PW9nxOAA==
        =/2ZJ
        -----END PGP MESSAGE-----
        """;

    public const string SignedZlib = """
        -----BEGIN PGP MESSAGE-----

        owJ4nJvAy8zAITYp7D5nxA2LaMY1akmsJXolFSXZrDPqPFJzcvIVHFMSdXi5dBUS
        FVISizN4uZIqU3m5OkpZGMQ4GGTFFFlmhduwnTvXcffU5fBNMHNYmUD6Gbg4BWAi
        dQsZ/hm7/bFlPDcxesY6Q6d9k5+dyIyN2pHpxp5hKfAhouLMgVUMf6VW5r92n3lz
        l9+JL2GTim5eCrtnkv1mvlG7X+IHc9b2fE4Ajk5EeA==
        =niQr
        -----END PGP MESSAGE-----
        """;

    public const string SignedBzip2 = """
        -----BEGIN PGP MESSAGE-----

        owNCWmg2MUFZJlNZWHUw9AAAPf////JBEmEHPOYxwQHaNmyeYQDAeHCgNRBRQFUY
        Y4EMRAcgAJSMIBpoGgAAAADQABk0GgYmT0mTJp6hSj1NA0GgDQ0MgaAaA9RoAAaA
        ANAbUEmU00Z6CBZicApI+wCUia7gqhtCbhwnjHFnskDVhFyxmKL3V/WoT4ysLD1B
        v4TMjNw5MK54qTBNEU4sVF+T1E5lzeDdA4/eosbV6FITBlJVotLsmR5MAIagPJYp
        DZVUfSzoR2BEJQFwQdCrKzIb4Z8chgcM4JFpEMACbvKMdJXiD+LuSKcKEgsOph6A
        =JZ4P
        -----END PGP MESSAGE-----
        """;

    public const string SignedUncompressed = """
        -----BEGIN PGP MESSAGE-----

        kA0DAAgWklbfCVjYOFsBrCZiBXQudHh0awWYfkhlbGxvIEFkYSwNCi0gYSBkYXNo
        DQpieWUNCoh1BAAWCAAdFiEEmlc8Bs7OiN3K01eyklbfCVjYOFsFAmsFmH4ACgkQ
        klbfCVjYOFt+oQD+M0b8PQHOkVuYrjFCvpPmyGldWrhpRgdoORDwWHjMwKoA/Rqp
        b+tHmdm6Tsj0VpJy2dJW3jRr7J8yh05h8DcFh28J
        =VH+M
        -----END PGP MESSAGE-----
        """;

    public const string ClearSigned = """
        -----BEGIN PGP SIGNED MESSAGE-----
        Hash: SHA256

        Hello Ada,
        - - a dash
        bye
        -----BEGIN PGP SIGNATURE-----

        iHUEARYIAB0WIQSaVzwGzs6I3crTV7KSVt8JWNg4WwUCawWYfgAKCRCSVt8JWNg4
        W9yrAQDuDkDsDgkzX9Rbc6y+DKlNqeW1PNzbJiu2X828eKoM3QD/bJ9k/616yCn2
        PzfhlVyrDnY/FneIcs9zBKSvp8/9VAE=
        =L/VH
        -----END PGP SIGNATURE-----
        """;

    public const string Signature = """
        -----BEGIN PGP SIGNATURE-----

        iHUEABYIAB0WIQSaVzwGzs6I3crTV7KSVt8JWNg4WwUCawWYfgAKCRCSVt8JWNg4
        W36hAP4zRvw9Ac6RW5iuMUK+k+bIaV1auGlGB2g5EPBYeMzAqgD9Gqlv60eZ2bpO
        yPRWknLZ0lbeNGvsnzKHTmHwNwWHbwk=
        =Yr9l
        -----END PGP SIGNATURE-----
        """;

    /// <summary>Neither signed nor encrypted, only compressed.</summary>
    public const string Stored = """
        -----BEGIN PGP MESSAGE-----

        owFbo5bEWqJXUlGSzTqjziM1JydfwTElUYeXS1chUSElsTiDlyupMpWXCwA=
        =jMyW
        -----END PGP MESSAGE-----
        """;

    public const string Literal = """
        -----BEGIN PGP MESSAGE-----

        rCZiBXQudHh0awWYfkhlbGxvIEFkYSwNCi0gYSBkYXNoDQpieWUNCg==
        =l5H6
        -----END PGP MESSAGE-----
        """;

    public const string PublicKey = """
        -----BEGIN PGP PUBLIC KEY BLOCK-----

        mDMEawWYfRYJKwYBBAHaRw8BAQdAc3gV9la6E7YdKmEAJ9Vs5MHN432rm9WOkuJF
        WNThhwy0GEFkYSA8YWRhQGNsaWVudC5leGFtcGxlPoiQBBMWCAA4FiEEmlc8Bs7O
        iN3K01eyklbfCVjYOFsFAmsFmH0CGwMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AA
        CgkQklbfCVjYOFv9NAD/Yyt0eAvvmKqikCy3mVF5txLesD+086lUqn3KSMDmcWwB
        ALSsFUCQgvEqEirEbcElv/wMfGpjg6TooSD1/MbfB9UHuDgEawWYfRIKKwYBBAGX
        VQEFAQEHQDQP2qjRxfEdokIWcFHnarmHhqv39E3T/DCDxfq+UiADAwEIB4h4BBgW
        CAAgFiEEmlc8Bs7OiN3K01eyklbfCVjYOFsFAmsFmH0CGwwACgkQklbfCVjYOFuA
        FgEA0mmFN1XidGNM7xpxXNz8qpFUje5ckqkRt2JYXMsJNvgBAPlSE1iH6TRnXvLx
        HGSdiNTV4JIGMezHm2ClcGIxF7MI
        =jiyy
        -----END PGP PUBLIC KEY BLOCK-----
        """;

    public static string[] All { get; } =
        [Encrypted, Symmetric, Signed, SignedZlib, SignedBzip2, SignedUncompressed, ClearSigned, Signature, Stored, Literal, PublicKey];

    /// <summary>The packets of an armor.</summary>
    public static byte[] Packets(string armor)
    {
        var lines = armor.Split('\n', StringSplitOptions.TrimEntries);
        var start = Array.IndexOf(lines, "", Array.FindLastIndex(lines, line => line.StartsWith("-----BEGIN", StringComparison.Ordinal)));
        return Convert.FromBase64String(string.Concat(lines[(start + 1)..].TakeWhile(line => !line.StartsWith('=') && !line.StartsWith('-'))));
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
