/*
 * What a static executable must not leave to the machine it runs on (ADR 36). Linked in by Static.targets, and nowhere else.
 */
#include <nss.h>

/*
 * A static glibc still obeys /etc/nsswitch.conf: for "sss", "resolve" or "mymachines" it loads the machine's module, which was
 * built for another glibc, and dies in it. "files" and "dns" are inside. This is called before anything looks up a name.
 */
__attribute__((constructor)) static void look_up_by_files_and_dns(void)
{
    __nss_configure_lookup("hosts", "files dns");
    __nss_configure_lookup("passwd", "files");
    __nss_configure_lookup("group", "files");
    __nss_configure_lookup("initgroups", "files");
    __nss_configure_lookup("services", "files");
    __nss_configure_lookup("protocols", "files");
    __nss_configure_lookup("networks", "files");
}

/*
 * Debian's OpenSSL looks for authorities in /usr/lib/ssl, which other distributions do not have. This folder is there, or is a link,
 * on Debian, Alpine, Arch, Red Hat, SUSE and Nix, and .NET reads every file in it. SSL_CERT_FILE and SSL_CERT_DIR go before.
 */
const char *__wrap_X509_get_default_cert_dir(void)
{
    return "/etc/ssl/certs";
}

const char *__wrap_X509_get_default_cert_file(void)
{
    return "/etc/ssl/cert.pem";
}

/* The machine's openssl.cnf is for the machine's OpenSSL: it may name modules, and one of them loaded here ends as above. */
int __wrap_CONF_modules_load_file_ex(void *context, const char *file, const char *section, unsigned long flags)
{
    (void)context, (void)file, (void)section, (void)flags;
    return 1;
}
