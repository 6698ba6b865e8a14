import { Heading } from "../components/heading";
import { Link } from "../router";

export function NotFound() {
  return (
    <>
      <Heading title="No such page">No such page</Heading>
      <p>
        The explorer has no page at this address. Start from the <Link to="/">overview</Link> or{" "}
        <Link to="/search">search</Link>.
      </p>
    </>
  );
}
