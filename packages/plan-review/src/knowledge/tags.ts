const tags = /^(?:tags|tags_all|labels|user_labels|terraform_labels|effective_labels)$/;

/** Returns whether an attribute contains the tags or labels of a resource, which rarely matter to a reviewer. */
export const isTags = (attribute: string): boolean => tags.test(attribute);
